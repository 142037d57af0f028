/**
 * A folder that holds no model that can be loaded.
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
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`loadModel: ${file}: ${what}`, options);
    this.file = file;
  }
}
