/**
 * A model cannot be loaded: a file is missing or malformed.
 *
 * @example
 * ```ts
 * import { loadModel, ModelFileError } from "@tensorloom/training/node";
 *
 * try {
 *   await loadModel("no/such/model");
 * } catch (error) {
 *   error instanceof ModelFileError && error.file; // => "no/such/model/model.json"
 * }
 * ```
 */
export class ModelFileError extends Error {
  override readonly name: string = "ModelFileError";
  /** The path of the file. */
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`loadModel: ${file}: ${what}`, options);
    this.file = file;
  }
}
