/**
 * SIGTERM ended a run with checkpoints. Its state is saved, and `resume: true` continues it.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, TerminatedError } from "@tensorloom/training";
 * import { mkdtempSync, rmSync } from "node:fs";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const folder = mkdtempSync("/tmp/run-");
 * const callbacks = [{ onStepEnd: () => void process.emit("SIGTERM", "SIGTERM") }]; // as a spot machine does
 * const run = fit(model, { train: fromArray([batch]), epochs: 9, loss: meanSquaredError(), checkpoint: { folder }, callbacks });
 * const error: unknown = await run.catch((reason: unknown) => reason);
 * rmSync(folder, { recursive: true });
 * error instanceof TerminatedError && error.steps; // => 1
 * ```
 */
export class TerminatedError extends Error {
  override readonly name: string = "TerminatedError";
  /** Number of finished steps of the run in the newest checkpoint; 0 if it has no checkpoint yet. */
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
