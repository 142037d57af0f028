import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { FileWriteError } from "@tensorloom/core/node";
import { checkPath, makeFolder } from "@tensorloom/core/internal/node";
import { appendFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Callback } from "../callbacks/callback.ts";

/**
 * Options of {@link metricsLog}.
 *
 * @inline
 */
export interface MetricsLogOptions {
  /** Whether to append to an existing file instead of replacing it. Default false. */
  readonly append?: boolean | undefined;
  /** Returns the time in milliseconds. Default: `performance.now`. */
  readonly clock?: (() => number) | undefined;
}

const OPTIONS: OptionKinds<MetricsLogOptions> = { append: "boolean", clock: "function" };

/**
 * Logs every epoch as one line of JSON: `{"epoch":0,"steps":112,"seconds":4.1,"loss":0.2,…}`.
 *
 * `epoch` counts from 0, `seconds` from the start of the run. A number that is not finite is written as `null`. Errors of
 * the file system are FileWriteErrors, and end the run.
 *
 * @throws TypeError if `path` is not a path.
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
