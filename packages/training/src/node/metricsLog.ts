import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { checkPath, makeFolder } from "@tensorloom/core/internal/node";
import { appendFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Callback } from "../callbacks/callback.ts";

/**
 * How {@link metricsLog} writes.
 *
 * @inline
 */
export interface MetricsLogOptions {
  /** Appends to a file that exists rather than replacing it; default false. */
  readonly append?: boolean;
  /** Milliseconds; default: the process's own. */
  readonly clock?: () => number;
}

const OPTIONS: OptionKinds<MetricsLogOptions> = { append: "boolean", clock: "function" };

/**
 * Writes every epoch's numbers as one line of JSON: `{"epoch":0,"steps":112,"seconds":4.1,"loss":0.2,…}`.
 *
 * Errors of the file system are FileWriteErrors. `epoch` counts from 0, `seconds` from the beginning of the run. A number that is not finite is `null`.
 *
 * @throws TypeError if `path` is no path.
 * @example
 * ```ts
 * import { metricsLog } from "@tensorloom/training/node";
 *
 * typeof metricsLog("out/metrics.jsonl").onEpochEnd; // => "function"
 * ```
 */
export function metricsLog(path: string, options: MetricsLogOptions = {}): Callback {
  const { append = false, clock = () => performance.now() } = checkOptions("metricsLog", options, OPTIONS);
  checkPath("metricsLog: path", path);
  let began = 0;
  const written = (work: Promise<void>): Promise<void> =>
    work.catch((error: unknown) => {
      throw new FileWriteError(path, 0, error);
    });
  return {
    async onBegin() {
      began = clock();
      await makeFolder(dirname(path));
      await written(writeFile(path, "", { flag: append ? "a" : "w" }));
    },
    async onEpochEnd({ epoch, steps, logs }) {
      const seconds = Math.round(clock() - began) / 1000;
      await written(appendFile(path, `${JSON.stringify({ epoch, steps, seconds, ...logs })}\n`));
    },
  };
}
