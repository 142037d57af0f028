/** A file that cannot be read as weights. */
export class WeightsFileError extends Error {
  override readonly name = "WeightsFileError";
  readonly file: string;

  constructor(file: string, problem: string, options?: ErrorOptions) {
    super(`readWeights: ${file}: ${problem}`, options);
    this.file = file;
  }
}
