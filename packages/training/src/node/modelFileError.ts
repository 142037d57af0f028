/** A folder that holds no model that can be loaded. */
export class ModelFileError extends Error {
  override readonly name: string = "ModelFileError";
  readonly file: string;

  constructor(file: string, what: string, options?: ErrorOptions) {
    super(`loadModel: ${file}: ${what}`, options);
    this.file = file;
  }
}
