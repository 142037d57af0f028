import { execFileSync, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { join } from "node:path";
import { print, round } from "../../../../.config/bench/measure.ts";

/** One measurement: EfficientNet-B0 with one sigmoid at its end, random weights. */
export interface Load {
  readonly what: "train" | "predict";
  readonly engine: Engine;
  readonly size: number;
  readonly batch: number;
  readonly replicas: number;
  /** Steps to run first, and steps whose median counts. */
  readonly warmUps: number;
  readonly steps: number;
}

export type Engine = "tensorloom wasm" | "tfjs wasm" | "tfjs cpu" | "tfjs-node" | "Keras";

/** The result of a process, or why it failed. */
export type Found =
  { readonly msPerImage: number; readonly peakMegabytes: number } | { readonly impossible: string };

/** Runs each load in a process of its own, and prints it: `ratio` is its time divided by the first one's. */
export async function compare(loads: readonly Load[]): Promise<void> {
  let first: number | undefined;
  for (const load of loads) {
    const found = load.engine === "Keras" ? keras(load) : await inProcess(load);
    if (found === undefined) continue;
    const { what, engine, warmUps, steps, ...shape } = load;
    const line = { bench: what, engine, variant: "B0", ...shape, steps, warmUps };
    if ("impossible" in found) print({ ...line, ...found });
    else {
      first ??= found.msPerImage;
      const msPerImage = round(found.msPerImage);
      print({
        ...line,
        msPerImage,
        peakMegabytes: found.peakMegabytes,
        ratio: round(found.msPerImage / first),
      });
    }
  }
}

/** The load in a Node process, so that its memory is its own. */
async function inProcess(load: Load): Promise<Found> {
  const child = spawn(
    process.execPath,
    [...process.execArgv, join(import.meta.dirname, "runLoad.ts"), JSON.stringify(load)],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  let result: Found = { impossible: "the process printed nothing" };
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith("{")) result = JSON.parse(line) as Found; // as runLoad.ts prints it
  }
  return result;
}

/** The time of Keras on all cores; undefined unless `TENSORLOOM_PYTHON` has it. */
function keras({ what, size, batch, warmUps, steps }: Load): Found | undefined {
  const python = process.env["TENSORLOOM_PYTHON"];
  if (python === undefined) return undefined;
  const output = execFileSync(
    python,
    [join(import.meta.dirname, "kerasSteps.py"), what, ...[size, batch, warmUps, steps].map(String)],
    {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, TF_CPP_MIN_LOG_LEVEL: "3" },
    },
  );
  const [ms, peak] = output.trim().split(" ").map(Number);
  return { msPerImage: ms, peakMegabytes: peak };
}
