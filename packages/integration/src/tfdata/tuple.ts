/** A tuple, as `zip` and `enumerate` make them. It is batched component by component, as in tf.data. */
export class Tuple extends Array<unknown> {}

/** Makes a tuple of components. `new Tuple(3)` would have three holes. */
export function tuple(...components: readonly unknown[]): Tuple {
  const made = new Tuple();
  made.push(...components);
  return made;
}

/** Collates the elements of a batch; tuples become a tuple of their components' batches. */
export function collateTuple(
  elements: readonly unknown[],
  group: (part: readonly unknown[]) => unknown,
): unknown {
  const [first] = elements;
  if (!(first instanceof Tuple)) return group(elements);
  const rows = elements.filter((element) => element instanceof Tuple);
  const parts = Array.from(first, (_, i) =>
    collateTuple(
      rows.map((row) => row[i]),
      group,
    ),
  );
  return tuple(...parts);
}

/** Splits a batch of `collateTuple` into its elements. */
export function splitTuple(batch: unknown): readonly unknown[] {
  if (!(batch instanceof Tuple)) {
    if (Array.isArray(batch)) return Array.from<unknown>(batch);
    throw new TypeError("expected a batch, got a single element");
  }
  const parts = Array.from(batch, splitTuple);
  return parts[0].map((_, i) => tuple(...parts.map((part) => part[i])));
}
