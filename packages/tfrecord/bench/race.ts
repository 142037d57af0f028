import { spawn } from "node:child_process";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** One side of a race: does the work once. */
export interface Runner {
  readonly engine: string;
  /** Does the work; may give its own seconds, where they are measured elsewhere. */
  run(): Promise<number | undefined>;
}

/** A folder for data that is gone when the process ends. */
export const folder = mkdtempSync(join(tmpdir(), "tensorloom-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

/** Runs all engines in turn, round after round, so that a busy machine slows them alike; prints medians and ratios to the first. */
export async function race(
  bench: string,
  unit: string,
  work: number,
  runners: readonly Runner[],
  rounds = 7,
): Promise<void> {
  const seconds = runners.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [i, runner] of runners.entries()) {
      const start = performance.now();
      const own = await runner.run();
      if (round > 0 || rounds === 1) seconds[i].push(own ?? (performance.now() - start) / 1000); // the first round warms up
    }
  }
  const rates = seconds.map((all) => work / median(all));
  runners.forEach(({ engine }, i) => {
    const best = work / Math.min(...seconds[i]);
    console.log(
      JSON.stringify({
        bench,
        engine,
        [unit]: rounded(rates[i]),
        best: rounded(best),
        ours_by_this: rounded(rates[0] / rates[i]),
        rounds: seconds[i].length,
      }),
    );
  });
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}

function rounded(value: number): number {
  return Number(value.toPrecision(3));
}

/** Says why an engine does not take part. */
export function absent(bench: string, engine: string, why: string): void {
  console.log(JSON.stringify({ bench, engine, skipped: why }));
}

/** TensorFlow in the Python that `TENSORLOOM_PYTHON` names; `undefined` where it is not set. */
export async function tensorflow(): Promise<((task: string, path: string) => Runner) | undefined> {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return undefined;
  const child = spawn(python, [join(import.meta.dirname, "peer.py")], { stdio: ["pipe", "pipe", "ignore"] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const line = async (): Promise<string> => {
    const step = await lines.next();
    if (step.done === true) throw new Error(`${python} ended`);
    return step.value;
  };
  const version = (await line()).split(" ")[1];
  process.on("exit", () => child.kill());
  child.unref();
  child.stdin.on("error", () => undefined);
  return (task, path) => ({
    engine: `TensorFlow ${version}`,
    async run() {
      child.stdin.write(`${task} ${path}\n`);
      return Number(await line());
    },
  });
}

/** Lets the process end although Python waits for more. */
export function finish(): void {
  setImmediate(() => process.exit(0));
}

/** What of npm `tfrecord` 0.2.0 the benchmarks use. */
export interface NpmTfrecord {
  createBuilder(): {
    setInteger(name: string, value: number): void;
    setFloat(name: string, value: number): void;
    setFloats(name: string, values: readonly number[]): void;
    setBinary(name: string, value: Uint8Array): void;
    releaseExample(): unknown;
  };
  createWriter(
    path: string,
  ): Promise<{ writeExample(example: unknown): Promise<void>; close(): Promise<void> }>;
  createReader(path: string): Promise<{ readExample(): Promise<object | null> }>;
}

/** npm `tfrecord` 0.2.0, installed in the folder for data: it builds native code, which this repository's install must not. */
export function npmTfrecord(): NpmTfrecord | undefined {
  try {
    execFileSync("npm", ["install", "--prefix", folder, "--no-audit", "--no-fund", "tfrecord@0.2.0"], {
      stdio: "ignore",
    });
    return createRequire(join(folder, "index.js"))("tfrecord") as NpmTfrecord; // what its own documentation says
  } catch {
    return undefined;
  }
}
