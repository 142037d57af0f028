/** An operation by what it reads and what it makes. */
interface Operation<T> {
  readonly inputs: readonly T[];
  readonly output: T;
}

/** For each operation the tensors, besides `kept`, that no later operation reads: they can be released after it. */
export function lastReads<T>(
  ops: readonly Pick<Operation<T>, "inputs">[],
  kept: readonly T[],
): readonly (readonly T[])[] {
  const read = new Set(kept);
  return ops
    .toReversed()
    .map(({ inputs }) => {
      const last = [...new Set(inputs)].filter((input) => !read.has(input));
      for (const input of last) read.add(input);
      return last;
    })
    .reverse();
}

/** The tensors that operations read and do not make themselves. */
export function externalInputs<T>(ops: readonly Operation<T>[]): readonly T[] {
  const made = new Set(ops.map(({ output }) => output));
  return [...new Set(ops.flatMap(({ inputs }) => inputs))].filter((input) => !made.has(input));
}
