import { errorMessage } from "@tensorloom/core/internal";

/**
 * How a worker ended.
 *
 * @inline
 */
export interface WorkerEnd {
  /** The URL of the user's module. */
  readonly module: string;
  readonly position: number;
  readonly exitCode: number;
  /** More details: how often it was tried, and which other elements the worker had. */
  readonly details: string;
  /** The error that the worker threw, if it did. */
  readonly cause: unknown;
}

/**
 * Thrown for an element whose worker thread ended or could not start.
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
  /** The position of the element in the stage's input, from 0. */
  readonly position: number;
  /** The thread's exit code. */
  readonly exitCode: number;

  constructor({ module, position, exitCode, details, cause }: WorkerEnd) {
    const why = cause === undefined ? "" : `: ${errorMessage(cause)}`;
    super(
      `mapInWorkers: the worker of ${module} ended with code ${String(exitCode)} at element ${String(position)}, ${details}${why}`,
      { cause },
    );
    this.position = position;
    this.exitCode = exitCode;
  }
}
