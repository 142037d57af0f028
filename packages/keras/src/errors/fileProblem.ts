/**
 * Why bytes cannot be read as a Keras file. The caller's own error adds the file.
 *
 * @example
 * ```ts
 * import { decodeKerasWeights, FileProblem } from "@tensorloom/keras/internal";
 *
 * const error: unknown = await decodeKerasWeights(new Uint8Array(3)).catch((thrown: unknown) => thrown);
 * error instanceof FileProblem && error.message; // => "is neither HDF5 nor a .keras archive"
 * ```
 */
export class FileProblem extends Error {
  override readonly name = "FileProblem";
}
