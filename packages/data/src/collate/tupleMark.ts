/** Tuples that `stack` and `pad` made: components side by side, not an array of elements. */
const made = new WeakSet<object>();

/** Notes that an array is a tuple of components. */
export function markTuple<T extends readonly unknown[]>(tuple: T): T {
  made.add(tuple);
  return tuple;
}

/** Whether an array is such a tuple. */
export function isMarkedTuple(array: readonly unknown[]): boolean {
  return made.has(array);
}
