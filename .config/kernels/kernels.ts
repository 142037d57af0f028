import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

/**
 * Compiles the wasm kernels of each package: assembly/index.ts into one TypeScript file of base64.
 *
 * The results are committed, so that the sources run without a build; a test compiles them again and compares.
 */
const root = join(import.meta.dirname, "..", "..");

/** A package's kernels: the file that holds them, options for their memory, and their versions. */
interface Target {
  readonly file: string;
  readonly memory: readonly string[];
  readonly versions: Readonly<Record<string, readonly string[]>>;
  readonly says: string;
}

export const TARGETS: Readonly<Record<string, Target>> = {
  backend: {
    file: "packages/backend/src/kernels/wasm/binary.ts",
    memory: ["--importMemory", "--initialMemory", "0", "--maximumMemory", "65536"], // the module lives on the memory of tfjs
    versions: { plain: [], relaxed: ["--enable", "relaxed-simd"] },
    says: "The kernels for any engine with SIMD, and the same with fused multiply-add for engines with relaxed SIMD; base64.",
  },
  distributed: {
    file: "packages/distributed/src/wasm/binary.ts",
    memory: ["--initialMemory", "1"],
    versions: { plain: [] },
    says: "The kernel for any engine with SIMD; base64.",
  },
  image: {
    file: "packages/image/src/wasm/binary.ts",
    memory: ["--initialMemory", "1"], // JavaScript grows it
    versions: { plain: [] }, // fused multiply-add would change results
    says: "The kernels for any engine with SIMD; base64.",
  },
};

async function compile(name: string, features: readonly string[]): Promise<string> {
  const written: Uint8Array[] = [];
  const messages: string[] = [];
  const options = [
    `packages/${name}/assembly/index.ts`,
    ...["--baseDir", root],
    ...["--outFile", "kernels.wasm"],
    ...["-O3", "--noAssert", "--runtime", "stub", ...TARGETS[name].memory],
    ...["--enable", "simd"],
  ];
  const { error } = await asc.main([...options, ...features], {
    stderr: { write: (text) => messages.push(String(text)) },
    writeFile: (_name, contents) => {
      if (typeof contents !== "string") written.push(contents);
    },
  });
  const [binary] = written;
  if (error !== null || written.length !== 1)
    throw new Error(`kernels: ${messages.join("")}`, { cause: error });
  return Buffer.from(binary).toString("base64");
}

/** Reads the committed file of a package's kernels. */
export function committedSource(name: string): string {
  return readFileSync(join(root, TARGETS[name].file), "utf8");
}

/** Compiles a package's sources and returns the text of its file. */
export async function binarySource(name: string): Promise<string> {
  const { versions, says } = TARGETS[name];
  const binaries: (readonly [string, string])[] = [];
  for (const [version, features] of Object.entries(versions))
    binaries.push([version, await compile(name, features)]);
  return [
    `// Written by \`npm run build\` (.config/kernels/kernels.ts) from packages/${name}/assembly; not to be edited.`,
    "",
    `/** ${says} */`,
    `export const BINARIES: Readonly<Record<${Object.keys(versions)
      .map((version) => `"${version}"`)
      .join(" | ")}, string>> = {`,
    ...binaries.map(([version, base64]) => `  ${version}:\n    "${base64}",`),
    "};",
    "",
  ].join("\n");
}

/** `kernels.ts NAME`: writes the file of a package, if it changes. */
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const name = process.argv[2];
  const source = await binarySource(name);
  let before = "";
  try {
    before = committedSource(name);
  } catch {
    // the first time
  }
  if (source !== before) writeFileSync(join(root, TARGETS[name].file), source);
}
