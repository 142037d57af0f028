import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, it } from "vitest";
import { runCompiled } from "../../../../.config/compiled/runCompiled.ts";

const OPTION = "--experimental-wasm-revectorize";
const major = Number(process.versions.node.split(".")[0]);

/** The digest that bits.ts prints. */
async function bits(...options: readonly string[]): Promise<string> {
  const file = join(import.meta.dirname, "bits.ts");
  const { stdout } = await promisify(execFile)(process.execPath, [...options, runCompiled, file]);
  return stdout.trim();
}

it.runIf(major >= 24)("predicts and trains with the same bits if V8 joins vectors", async () => {
  const plain = await bits();
  expect(plain).toMatch(/^[0-9a-f]{32}$/);
  expect(await bits(OPTION)).toBe(plain);
});
