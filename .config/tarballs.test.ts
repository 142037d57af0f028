import { execFileSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { publishedPackages } from "./publishedPackages.ts";

/** Packs every package and imports the tarballs from an empty folder, as a user who installed them would. */
const root = join(import.meta.dirname, "..");
const names = publishedPackages();
const home = mkdtempSync(join(tmpdir(), "tensorloom-tarballs-"));
const scope = join(home, "node_modules", "@tensorloom");

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
}

function run(command: string, args: readonly string[], cwd: string): string {
  return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

interface Declared {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/**
 * Links what the packages declare, and what that declares in turn: an undeclared import finds nothing.
 * It comes from this repository's own node_modules, so the test needs no network.
 */
function linkDeclared(manifest: string, linked: Set<string>): void {
  const { dependencies, peerDependencies } = JSON.parse(readFileSync(manifest, "utf8")) as Declared; // as npm reads it
  for (const name of Object.keys({ ...dependencies, ...peerDependencies })) {
    const installed = join(root, "node_modules", name);
    if (name.startsWith("@tensorloom/") || linked.has(name) || !existsSync(installed)) continue; // optional peers
    linked.add(name);
    const target = join(home, "node_modules", name);
    mkdirSync(dirname(target), { recursive: true });
    symlinkSync(installed, target);
  }
}

beforeAll(() => {
  mkdirSync(scope, { recursive: true });
  const linked = new Set<string>();
  for (const name of names) linkDeclared(join(root, "packages", name, "package.json"), linked);
  for (const name of names) {
    const packed = run(
      "npm",
      ["pack", "--ignore-scripts", "--json", "--pack-destination", home],
      join(root, "packages", name),
    );
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    mkdirSync(join(scope, name));
    run(
      "tar",
      [
        "-xzf",
        join(home, filename.replace("@", "").replace("/", "-")),
        "-C",
        join(scope, name),
        "--strip-components=1",
      ],
      home,
    );
  }
  writeFileSync(join(home, "package.json"), `{ "type": "module" }\n`);
});

afterAll(() => {
  rmSync(home, { recursive: true, force: true });
});

describe.each(names)("the tarball of @tensorloom/%s", (name) => {
  const manifest = JSON.parse(readFileSync(join(root, "packages", name, "package.json"), "utf8")) as Manifest;

  it("holds the sources that its maps point at, and no test or fixture", () => {
    const files = readdirSync(join(scope, name), { recursive: true, encoding: "utf8" });
    expect(files.filter((file) => /\.test\.|\.test-d\.|fixtures/.test(file))).toEqual([]);
    for (const file of ["LICENSE", "README.md"]) expect(files).toContain(file);
    for (const map of files.filter((file) => file.endsWith(".map"))) {
      const text = readFileSync(join(scope, name, map), "utf8");
      const { sources } = JSON.parse(text) as { readonly sources: readonly string[] }; // tsc wrote it
      for (const source of sources)
        expect(existsSync(join(scope, name, dirname(map), source)), map).toBe(true);
    }
  });

  for (const entry of Object.keys(manifest.exports)) {
    const specifier = `@tensorloom/${name}${entry.slice(1)}`;

    it(`${specifier} exports under plain Node what the source exports`, () => {
      const asked = `import(${JSON.stringify(specifier)}).then((m) => console.log(JSON.stringify(Object.keys(m).sort())))`;
      const built = JSON.parse(
        run(process.execPath, ["--input-type=module", "--eval", asked], home),
      ) as string[];
      const index = readFileSync(
        join(root, "packages", name, "src", entry === "." ? "index.ts" : `${entry.slice(2)}.ts`),
        "utf8",
      );
      const stated = [...index.matchAll(/export \{([\s\S]*?)\} from/g)]
        .flatMap((list) => list[1].split(","))
        .map((item) => item.trim())
        .filter((item) => item !== "" && !item.startsWith("type "))
        .map((item) => item.split(/\s+as\s+/).at(-1) ?? item)
        .sort();
      expect(built).toEqual(stated);
    });
  }
});
