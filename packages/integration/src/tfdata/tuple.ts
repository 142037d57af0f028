/** Several components side by side, as `zip` and `enumerate` make them: batched component by component, as tf.data does. */
export class Tuple extends Array<unknown> {}

/** A tuple of components. `new Tuple(3)` would be three gaps. */
export function tuple(...components: readonly unknown[]): Tuple {
  const made = new Tuple();
  made.push(...components);
  return made;
}

/** Puts the elements of a batch together; tuples become a tuple of their components' batches. */
export function together(
  elements: readonly unknown[],
  group: (part: readonly unknown[]) => unknown,
): unknown {
  const [first] = elements;
  if (!(first instanceof Tuple)) return group(elements);
  const rows = elements.filter((element) => element instanceof Tuple);
  const parts = Array.from(first, (_, i) =>
    together(
      rows.map((row) => row[i]),
      group,
    ),
  );
  return tuple(...parts);
}

/** What `together` was made of. */
export function apart(batch: unknown): readonly unknown[] {
  if (!(batch instanceof Tuple)) {
    if (Array.isArray(batch)) return Array.from<unknown>(batch);
    throw new TypeError("expected a batch, got a single element");
  }
  const parts = Array.from(batch, apart);
  return parts[0].map((_, i) => tuple(...parts.map((part) => part[i])));
}
