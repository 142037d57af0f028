import { checkOptions, checkPlace, type OptionKinds, writePlace } from "@tensorloom/core/internal";
import type { Callback } from "../callbacks/callback.ts";
import { lineLog } from "./lineLog.ts";
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
  const place = checkPlace("metricsLog: path", path);
  return lineLog(place, {
    name: "metricsLog",
    clock,
    async begin({ resumedAt }, saved) {
      if (resumedAt === undefined && !append) {
        await writePlace(place, "");
        return 0;
      }
      const isKept = (line: string, index: number): boolean => {
        if (saved !== undefined) return index < saved;
        return resumedAt === undefined || epochOf(line) < resumedAt.epoch;
      };
      return (await keepLines(place, isKept)).length;
    },
    format: ({ epoch, steps, logs }, seconds) => JSON.stringify({ epoch, steps, seconds, ...logs }),
  });
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
