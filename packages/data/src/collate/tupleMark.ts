/** Arrays that `stack` and `pad` made of tuples: they hold components, not elements. */
const made = new WeakSet<object>();

/** Marks an array as a tuple of components. */
export function markTuple<T extends readonly unknown[]>(tuple: T): T {
  made.add(tuple);
  return tuple;
}

/** Whether an array is marked as a tuple. */
export function isMarkedTuple(array: readonly unknown[]): boolean {
  return made.has(array);
}
