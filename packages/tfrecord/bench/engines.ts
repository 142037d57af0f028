import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { build } from "esbuild";
import type { Runner, Time } from "./race.ts";

/** A temporary folder, removed when the process exits. */
export const folder = mkdtempSync(join(tmpdir(), "tensorloom-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** A process that runs one task per line and reports the time of each. */
export interface Engine {
  /** Its name, with the version. */
  readonly name: string;
  readonly runner: (engine: string, task: string, path?: string) => Runner;
}

async function engine(
  program: string,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Promise<Engine> {
  const child = spawn(program, words, { stdio: ["pipe", "pipe", "ignore"], env: { ...process.env, ...env } });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const step = await lines.next();
    if (step.done === true) throw new Error(`${program} ${words.join(" ")} ended`);
    return step.value;
  };
  const name = (await line()).split(" ")[1];
  process.on("exit", () => child.kill());
  const run = async (task: string, path: string): Promise<Time> => {
    child.stdin.write(`${task} ${path}\n`);
    const [seconds, cpu] = (await line()).split(" ").map(Number);
    return { seconds, cpu };
  };
  return { name, runner: (engine, task, path = "-") => ({ engine, run: () => run(task, path) }) };
}

/**
 * Our code as a user runs it, bundled: a loader of sources detaches memory, and from then on Node 20 reads typed arrays
 * a third slower (crc-32: 1.2 GB/s, not 1.7).
 */
const outfile = join(import.meta.dirname, "../../../node_modules/.cache/tensorloom/tfrecord.bench.mjs");
await build({
  entryPoints: [join(import.meta.dirname, "worker.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  conditions: ["@tensorloom/source"],
  external: ["@node-rs/crc32"],
});

/** Our code in its own process, with or without native code. */
export function ours(native: "yes" | "no"): Promise<Engine> {
  return engine(process.execPath, [outfile], { NATIVE: native, NODE_OPTIONS: "", NPM_TFRECORD: folder });
}

/** TensorFlow in the Python that `TENSORLOOM_PYTHON` names; `undefined` if it is not set. */
export async function tensorflow(): Promise<Engine | undefined> {
  const python = process.env["TENSORLOOM_PYTHON"];
  return python === undefined ? undefined : engine(python, [join(import.meta.dirname, "peer.py")]);
}

/** Whether npm `tfrecord` 0.2.0 could be installed in the folder: it builds native code, which this repository's install must not. */
export function installNpmTfrecord(): boolean {
  const words = ["install", "--prefix", folder, "--no-audit", "--no-fund", "tfrecord@0.2.0"];
  try {
    execFileSync("npm", words, { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}
