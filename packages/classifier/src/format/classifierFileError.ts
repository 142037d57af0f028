/**
 * A saved classifier cannot be loaded: a file is missing, malformed or of another save.
 *
 * @example
 * ```ts
 * import { ClassifierFileError, loadClassifier } from "@tensorloom/classifier";
 *
 * try {
 *   await loadClassifier([new File(["{}"], "model.json")]);
 * } catch (error) {
 *   error instanceof ClassifierFileError && error.file; // => "model.json"
 * }
 * ```
 */
export class ClassifierFileError extends Error {
  override readonly name: string = "ClassifierFileError";
  /** The path, address or name of the file. */
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`loadClassifier: ${file}: ${what}`, options);
    this.file = file;
  }
}
