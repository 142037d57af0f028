import { errorMessage } from "@tensorloom/core/internal";

/**
 * What is known of a worker's end.
 *
 * @inline
 */
export interface WorkerEnd {
  /** The address of the user's module. */
  readonly module: string;
  readonly position: number;
  readonly exitCode: number;
  /** What else is known: how often, and what the worker had beside the element. */
  readonly story: string;
  /** The error that the worker threw, if it did. */
  readonly cause: unknown;
}

/**
 * A worker thread that ended, or could not begin, while an element was its to do.
 *
 * @example
 * ```ts no-run
 * import { StageError, range } from "@tensorloom/data";
 * import { mapInWorkers, WorkerError } from "@tensorloom/data/node";
 *
 * const worker = new URL("./decode.ts", import.meta.url);
 * try {
 *   await range(9).apply(mapInWorkers(worker)).toArray();
 * } catch (error) {
 *   if (error instanceof StageError && error.cause instanceof WorkerError)
 *     console.error(error.cause.position, error.cause.exitCode);
 * }
 * ```
 */
export class WorkerError extends Error {
  override readonly name = "WorkerError";
  /** Which element of the stage's input the worker was at, from 0. */
  readonly position: number;
  /** The thread's exit code. */
  readonly exitCode: number;

  constructor({ module, position, exitCode, story, cause }: WorkerEnd) {
    const why = cause === undefined ? "" : `: ${errorMessage(cause)}`;
    super(
      `mapInWorkers: the worker of ${module} ended with code ${String(exitCode)} at element ${String(position)}, ${story}${why}`,
      { cause },
    );
    this.position = position;
    this.exitCode = exitCode;
  }
}
