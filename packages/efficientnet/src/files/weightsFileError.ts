/**
 * Thrown by `readWeights` if a file cannot be read as weights.
 *
 * @example
 * ```ts
 * import { readWeights, WeightsFileError } from "@tensorloom/efficientnet/node";
 *
 * try {
 *   await readWeights("missing.h5");
 * } catch (error) {
 *   error instanceof WeightsFileError && error.file; // => "missing.h5"
 * }
 * ```
 */
export class WeightsFileError extends Error {
  override readonly name = "WeightsFileError";
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`readWeights: ${file}: ${problem}`, options);
    this.file = file;
  }
}
