/** Emits a process warning in Node, which prints it to standard error. Does nothing in other environments. */
export function emitWarning(message: string): void {
  // Absent in browsers, although the types of Node say otherwise.
  const { process } = globalThis as { process?: Partial<NodeJS.Process> };
  process?.emitWarning?.(message, "TensorloomWarning");
}
