/** Whether a record has exactly these fields. Records of one literal have one order, which is fast to check. */
export function hasKeys(record: object, keys: readonly string[]): boolean {
  let at = 0;
  for (const key in record) if (keys[at++] !== key) return hasKeysInAnyOrder(record, keys);
  return at === keys.length;
}

function hasKeysInAnyOrder(record: object, keys: readonly string[]): boolean {
  return Object.keys(record).length === keys.length && keys.every((key) => Object.hasOwn(record, key));
}

/** Field names, for errors. */
export function describeFields(keys: readonly string[]): string {
  return keys.length === 0 ? "without fields" : `with ${keys.join(", ")}`;
}

/** Collates each field of records that have the same fields. */
export function mapFields(
  records: readonly Readonly<Record<string, unknown>>[],
  keys: readonly string[],
  make: (key: string, values: readonly unknown[]) => unknown,
): Readonly<Record<string, unknown>> {
  const made = (key: string): unknown =>
    make(
      key,
      records.map((record) => record[key]),
    );
  return Object.fromEntries(keys.map((key) => [key, made(key)]));
}

/** Collates each component of tuples of one length. */
export function mapComponents(
  tuples: readonly (readonly unknown[])[],
  length: number,
  make: (place: number, values: readonly unknown[]) => unknown,
): readonly unknown[] {
  const made = (_: unknown, place: number): unknown =>
    make(
      place,
      tuples.map((tuple) => tuple[place]),
    );
  return Array.from({ length }, made);
}
