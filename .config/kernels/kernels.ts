import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import asc from "assemblyscript/asc";

/**
 * Compiles the wasm kernels of packages/backend/assembly into packages/backend/src/kernels/wasm/binary.ts.
 *
 * The result is committed, so that the sources run without a build; a test compiles them again and compares.
 */
const root = join(import.meta.dirname, "..", "..");
export const binaryFile: string = join(root, "packages/backend/src/kernels/wasm/binary.ts");

/** No runtime, no data and no memory of its own: the module lives on the memory of tfjs. */
const options = [
  "packages/backend/assembly/index.ts",
  ...["--baseDir", root],
  ...["--outFile", "kernels.wasm"],
  ...["-O3", "--noAssert", "--runtime", "stub", "--importMemory", "--initialMemory", "0"],
  ...["--enable", "simd"],
];

async function compile(features: readonly string[]): Promise<string> {
  const written: Uint8Array[] = [];
  const messages: string[] = [];
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

/** Compiles the sources and returns the text of binary.ts. */
export async function binarySource(): Promise<string> {
  const [plain, relaxed] = [await compile([]), await compile(["--enable", "relaxed-simd"])];
  return [
    "// Written by `npm run build` (.config/kernels/kernels.ts) from packages/backend/assembly; not to be edited.",
    "",
    "/** The kernels for any engine with SIMD, and the same with fused multiply-add for engines with relaxed SIMD; base64. */",
    'export const BINARIES: Readonly<Record<"plain" | "relaxed", string>> = {',
    `  plain:\n    "${plain}",`,
    `  relaxed:\n    "${relaxed}",`,
    "};",
    "",
  ].join("\n");
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const source = await binarySource();
  if (source !== readFileSync(binaryFile, "utf8")) writeFileSync(binaryFile, source);
}
