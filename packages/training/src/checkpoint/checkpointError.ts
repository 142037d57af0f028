/**
 * A run cannot continue from the checkpoints of its folder.
 *
 * They are of another run, all of them are damaged, or the folder has some and `resume` is not set.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { CheckpointError, fit, type FitOptions, meanSquaredError } from "@tensorloom/training";
 * import { mkdtempSync, rmSync } from "node:fs";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const folder = mkdtempSync("/tmp/run-");
 * const options: FitOptions = { train: fromArray([batch]), epochs: 1, loss: meanSquaredError(), checkpoint: { folder } };
 * await fit(model, options);
 * const error: unknown = await fit(model, { ...options, seed: 1, resume: true }).catch((reason: unknown) => reason);
 * rmSync(folder, { recursive: true });
 * error instanceof CheckpointError && error.differences; // => ["seed is 1, was 0"]
 * ```
 */
export class CheckpointError extends Error {
  override readonly name: string = "CheckpointError";
  readonly folder: string;
  /** How this run differs from the one of the checkpoint; empty if something else is wrong. */
  readonly differences: readonly string[];

  constructor(folder: string, what: string, differences: readonly string[] = [], options?: ErrorOptions) {
    super(`fit: checkpoint: ${folder} ${what}${differences.map((one) => `\n  ${one}`).join("")}`, options);
    this.folder = folder;
    this.differences = differences;
  }
}
