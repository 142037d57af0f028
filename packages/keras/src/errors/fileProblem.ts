/** Why bytes cannot be read as a Keras file. The caller's own error adds the name of the file. */
export class FileProblem extends Error {
  override readonly name = "FileProblem";
}
