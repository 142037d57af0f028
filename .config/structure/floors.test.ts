import { readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { publishedPackages } from "../reference/publishedPackages.ts";
import { readText, sourceFiles, specifiersIn } from "./imports.ts";

/** Who may import whom (docs/architecture.md). A package imports only packages on the floors below it. */
const FLOORS: Readonly<Record<string, readonly string[]>> = {
  core: [],
  tfrecord: ["core"],
  data: ["core"],
  image: ["core"],
  schedules: ["core"],
  metrics: ["core"],
  graph: ["core", "backend"],
  efficientnet: ["core", "graph", "keras"],
  onnx: ["core", "backend", "graph"],
  keras: ["core", "graph"],
  backend: ["core"],
  distributed: ["core"],
  mpi: ["core", "distributed"],
  storage: ["core"],
  training: [
    "core",
    "tfrecord",
    "data",
    "image",
    "schedules",
    "metrics",
    "backend",
    "graph",
    "onnx",
    "keras",
    "distributed",
  ],
  classifier: ["core", "image", "data", "metrics", "graph", "keras", "training"],
  explain: ["core", "backend", "graph", "image"],
  report: ["core", "image", "metrics"],
  convert: ["core", "tfrecord", "data", "image"],
};

/** Files that import a module which only the running program names: the caller's, or a package above their own. */
const COMPUTED_IMPORTS: ReadonlyMap<string, "the caller's module" | `@tensorloom/${string}`> = new Map([
  ["packages/core/src/workers/workerEntry.ts", "the caller's module"],
  ["packages/core/src/node/storage/loadStorage.ts", "@tensorloom/storage"], // for addresses, if it is installed
  ["packages/data/src/node/workers/workerMain.ts", "the caller's module"],
  ["packages/distributed/src/node/threadMain.ts", "the caller's module"],
  ["packages/training/src/node/command/runScript.ts", "the caller's module"],
  ["packages/training/src/ranks/ranks.ts", "@tensorloom/mpi"], // under mpirun
  ["packages/training/src/replicas/replica.ts", "the caller's module"],
  ["packages/tfrecord/src/node/command/convert/loadConvert.ts", "@tensorloom/convert"], // of the command, if it is installed
]);

/** The packages that know tensors. */
const TENSORS = new Set([
  "backend",
  "classifier",
  "efficientnet",
  "explain",
  "graph",
  "keras",
  "onnx",
  "training",
]);

const root = join(import.meta.dirname, "..", "..");
const builtins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);

interface Manifest {
  /** What conditions of the environment decide: `#name`. Each target is a file of the package. */
  readonly imports?: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

function sources(packageName: string): readonly string[] {
  return sourceFiles().filter((file) => file.startsWith(`packages/${packageName}/`));
}

/** `@scope/name/sub/path` and `name/sub/path` without the sub path. */
function packageOf(specifier: string): string {
  return specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
}

/** `src/node.ts`, `src/node/*` and what they alone import may use Node. */
function mayUseNode(file: string): boolean {
  return /\/src\/(node\.ts|node\/)/.test(file);
}

describe("floors", () => {
  it("name every package", () => {
    expect([...publishedPackages()].sort()).toEqual(Object.keys(FLOORS).sort());
  });

  it("list every import that no tool can follow", () => {
    const code = (file: string): string => readText(file).replace(/\/\*[^]*?\*\//g, "");
    const computed = sourceFiles().filter((file) => /\bimport\((?!\s*")/.test(code(file)));
    expect(computed.sort()).toEqual([...COMPUTED_IMPORTS.keys()].sort());
    for (const [file, loaded] of COMPUTED_IMPORTS)
      if (loaded !== "the caller's module") expect(code(file)).toContain(`"${loaded}"`);
  });

  for (const [name, below] of Object.entries(FLOORS)) {
    const manifest = JSON.parse(
      readFileSync(join(root, "packages", name, "package.json"), "utf8"),
    ) as Manifest;
    const declared = new Set([
      ...Object.keys(manifest.dependencies ?? {}),
      ...Object.keys(manifest.peerDependencies ?? {}),
    ]);

    it(`${name} imports only packages below it, and only what it declares`, () => {
      const unexpected = sources(name).flatMap((file) =>
        specifiersIn(file)
          .filter((specifier) => !specifier.startsWith("."))
          .filter((specifier) => {
            if (builtins.has(specifier)) return !mayUseNode(file);
            if (specifier.startsWith("#")) return !(specifier in (manifest.imports ?? {}));
            const owner = packageOf(specifier);
            if (owner.startsWith("@tensorflow/") && !TENSORS.has(name)) return true;
            if (!declared.has(owner)) return true;
            return owner.startsWith("@tensorloom/") && !below.includes(owner.slice("@tensorloom/".length));
          })
          .map((specifier) => `${file} imports ${specifier}`),
      );
      expect(unexpected).toEqual([]);
    });
  }
});
