/** A worker thread that ended, or could not begin, while an element was its to do. */
export class WorkerError extends Error {
  /** Which element of the stage's input the worker was at, from 0. */
  readonly position: number;
  /** The thread's exit code. */
  readonly exitCode: number;

  constructor(module: string, position: number, exitCode: number, cause: unknown) {
    const why = cause instanceof Error ? `: ${cause.message}` : "";
    super(
      `mapInWorkers: the worker of ${module} ended with code ${String(exitCode)} at element ${String(position)}, twice${why}`,
      { cause },
    );
    this.name = "WorkerError";
    this.position = position;
    this.exitCode = exitCode;
  }
}
