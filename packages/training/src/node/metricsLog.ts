import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { checkPath, makeFolder } from "@tensorloom/core/internal/node";
import { appendFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { keepLines } from "./resumeLines.ts";

/**
 * Options of {@link metricsLog}.
 *
 * @inline
 */
export interface MetricsLogOptions {
  /** Whether to append to an existing file instead of replacing it. Default false; a resumed run always continues it. */
  readonly append?: boolean | undefined;
  /** Returns the time in milliseconds. Default: `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: OptionKinds<MetricsLogOptions> = { append: "boolean", clock: "function" };

/**
 * Logs every epoch as one line of JSON: `{"epoch":0,"steps":112,"seconds":4.1,"loss":0.2,…}`.
 *
 * `epoch` counts from 0, `seconds` from the start of the run. A number that is not finite is written as `null`. A resumed
 * run keeps the lines up to its checkpoint, removes later ones, and continues to count its seconds. Errors of the file
 * system are FileWriteErrors, and end the run.
 *
 * @throws TypeError if `path` is not a path.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError } from "@tensorloom/training";
 * import { metricsLog } from "@tensorloom/training/node";
 * import { mkdtempSync, readFileSync, rmSync } from "node:fs";
 * import { tmpdir } from "node:os";
 * import { join } from "node:path";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const folder = mkdtempSync(join(tmpdir(), "run-"));
 * const callbacks = [metricsLog(join(folder, "metrics.jsonl"))];
 * await fit(model, { train: fromArray([batch]), epochs: 2, loss: meanSquaredError(), callbacks });
 * const lines = readFileSync(join(folder, "metrics.jsonl"), "utf8").trim().split("\n");
 * rmSync(folder, { recursive: true });
 * lines.map((line) => JSON.parse(line).steps); // => [1, 2]
 * ```
 */
export function metricsLog(path: string, options: MetricsLogOptions = {}): Callback {
  const { append = false, clock = () => performance.now() } = checkOptions("metricsLog", options, OPTIONS);
  checkPath("metricsLog: path", path);
  let began = 0;
  let lines = 0;
  let restored: LogState | undefined;
  const written = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      throw new FileWriteError(path, 0, error);
    });
  async function begin({ resumedAt }: TrainingRun): Promise<void> {
    if (resumedAt === undefined && !append) {
      await written(writeFile(path, ""));
      return;
    }
    const isKept = (line: string, index: number): boolean => {
      if (restored !== undefined) return index < restored.lines;
      return resumedAt === undefined || epochOf(line) < resumedAt.epoch;
    };
    lines = (await keepLines(path, isKept)).length;
  }
  return {
    name: "metricsLog",
    state: () => ({ lines, seconds: (clock() - began) / 1000 }) satisfies LogState,
    restore(state) {
      restored = state as LogState; // its own
    },
    async onBegin(run) {
      began = clock() - 1000 * (restored?.seconds ?? 0);
      lines = 0;
      await makeFolder(dirname(path));
      await begin(run);
      restored = undefined;
    },
    async onEpochEnd({ epoch, steps, logs }) {
      const seconds = Math.round(clock() - began) / 1000;
      await written(appendFile(path, `${JSON.stringify({ epoch, steps, seconds, ...logs })}\n`));
      lines++;
    },
  };
}

/** What is in the file at a checkpoint. */
interface LogState {
  readonly lines: number;
  readonly seconds: number;
}

/** The epoch of a line; infinite if it has none, so that a resumed run removes it. */
function epochOf(line: string): number {
  try {
    const { epoch } = Object(JSON.parse(line)) as { readonly epoch?: unknown }; // any JSON
    return typeof epoch === "number" ? epoch : Infinity;
  } catch {
    return Infinity;
  }
}
