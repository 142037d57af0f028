/**
 * A run cannot continue from the checkpoints of its folder.
 *
 * They are of another run, all of them are damaged, or the folder has some and `resume` is not set.
 *
 * @example
 * ```ts no-run
 * import { CheckpointError, fit } from "@tensorloom/training";
 *
 * try {
 *   await fit(model, { ...options, checkpoint: { folder: "runs/a" }, resume: true });
 * } catch (error) {
 *   if (!(error instanceof CheckpointError)) throw error;
 *   console.error(error.differences); // => ["optimizer.options.beta1 is 0.8, was 0.9"]
 * }
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
