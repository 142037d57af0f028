/** A warning of the process in Node, which prints it once to standard error; elsewhere nobody is told. */
export function emitWarning(sentence: string): void {
  // Absent in browsers, although the types of Node say otherwise.
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  process?.emitWarning?.(sentence, "TensorloomWarning");
}
