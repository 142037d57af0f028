import { checkOptions, type OptionKinds } from "@tensorloom/core";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Callback } from "../callback.ts";

/** How {@link metricsLog} writes. */
export interface MetricsLogOptions {
  /** Goes on with a file that is there, rather than beginning it anew; default false. */
  readonly append?: boolean;
  /** Milliseconds; default: the process's own. */
  readonly clock?: () => number;
}

const OPTIONS: OptionKinds<MetricsLogOptions> = { append: "boolean", clock: "function" };

/**
 * Writes every epoch's numbers as one line of JSON: `{"epoch":0,"steps":112,"seconds":4.1,"loss":0.2,…}`.
 *
 * `epoch` counts from 0, `seconds` from the beginning of the run. A number that is not finite is `null`.
 *
 * @example
 * ```ts
 * import { metricsLog } from "@tensorloom/training/node";
 *
 * typeof metricsLog("out/metrics.jsonl").onEpochEnd; // => "function"
 * ```
 */
export function metricsLog(path: string, options: MetricsLogOptions = {}): Callback {
  const { append = false, clock = () => performance.now() } = checkOptions("metricsLog", options, OPTIONS);
  let began = 0;
  return {
    async onBegin() {
      began = clock();
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, "", { flag: append ? "a" : "w" });
    },
    async onEpochEnd({ epoch, steps, logs }) {
      const seconds = Math.round(clock() - began) / 1000;
      await appendFile(path, `${JSON.stringify({ epoch, steps, seconds, ...logs })}\n`);
    },
  };
}
