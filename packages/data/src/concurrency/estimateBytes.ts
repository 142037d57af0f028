/** How deep a value is searched. */
const DEPTH = 8;
/** How many values are looked at in one element, and in one list or table of it: the others count as these do. */
const MOST = 1024;
const MOST_OF_ONE = 64;

/** How many bytes the buffers, typed arrays and strings of a value hold, roughly: what a memory budget is counted in. */
export function estimateBytes(value: unknown): number {
  return sizeOf(value, MOST, DEPTH);
}

function sizeOf(value: unknown, most: number, depth: number): number {
  if (typeof value === "string") return 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if ("byteLength" in value && typeof value.byteLength === "number") return value.byteLength; // also a shared buffer
  if (value instanceof Blob) return value.size;
  if (depth === 0) return 8;
  if (value instanceof Map) {
    const parts = [value.keys(), value.values()].map((part) => [...first(part)]);
    return parts.reduce((sum, part) => sum + listSize(part, value.size, most / 2, depth), 0);
  }
  if (value instanceof Set) return listSize([...first(value)], value.size, most, depth);
  const fields: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return listSize(fields, fields.length, most, depth);
}

/** The size of a list of `length`, of which these are some, from up to so many of them. */
function listSize(some: readonly unknown[], length: number, most: number, depth: number): number {
  const taken = Math.floor(Math.min(some.length, MOST_OF_ONE, most));
  if (taken < 1) return 16;
  let sum = 0;
  for (let i = 0; i < taken; i++)
    sum += sizeOf(some[Math.floor((i * some.length) / taken)], most / taken, depth - 1);
  return 16 + (sum * length) / taken;
}

function* first(values: Iterable<unknown>): Generator {
  let left = MOST_OF_ONE;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}
