/**
 * SIGTERM ended a run with checkpoints. Its state is saved, and `resume: true` continues it.
 *
 * @example
 * ```ts no-run
 * import { fit, TerminatedError } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { ...options, checkpoint: { folder: "runs/a" }, resume: true });
 * } catch (error) {
 *   if (!(error instanceof TerminatedError)) throw error;
 *   console.error(error.message);
 *   process.exitCode = 143; // as if the signal had ended the process
 * }
 * ```
 */
export class TerminatedError extends Error {
  override readonly name: string = "TerminatedError";
  /** Number of finished steps of the run in the newest checkpoint; 0 if there is none yet. */
  readonly steps: number;

  constructor(folder: string, steps: number) {
    super(
      steps === 0
        ? `fit: SIGTERM ended the run before its first step was saved in ${folder}: run it again`
        : `fit: SIGTERM ended the run; its state after ${String(steps)} ${steps === 1 ? "step" : "steps"} is in ${folder}: ` +
            `run it again with resume: true, which continues it`,
    );
    this.steps = steps;
  }
}
