/** How many levels of a value are searched. */
const DEPTH = 8;
/** How many values of one element are read, and of one list in it. The rest is extrapolated. */
const MAX_VALUES = 1024;
const MAX_OF_LIST = 64;

/** Estimates the memory of a value: its buffers, typed arrays and strings. */
export function estimateBytes(value: unknown): number {
  return sizeOf(value, MAX_VALUES, DEPTH);
}

function sizeOf(value: unknown, max: number, depth: number): number {
  if (typeof value === "string") return 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if ("byteLength" in value && typeof value.byteLength === "number") return value.byteLength; // also a shared buffer
  if (value instanceof Blob) return value.size;
  if (depth === 0) return 8;
  if (value instanceof Map) {
    const parts = [value.keys(), value.values()].map((part) => [...first(part)]);
    return parts.reduce((sum, part) => sum + listSize(part, value.size, max / 2, depth), 0);
  }
  if (value instanceof Set) return listSize([...first(value)], value.size, max, depth);
  const fields: readonly unknown[] = Array.isArray(value) ? value : Object.values(value);
  return listSize(fields, fields.length, max, depth);
}

/** The size of a list of `length`, extrapolated from up to `max` of the items in `some`. */
function listSize(some: readonly unknown[], length: number, max: number, depth: number): number {
  const taken = Math.floor(Math.min(some.length, MAX_OF_LIST, max));
  if (taken < 1) return 16;
  let sum = 0;
  for (let i = 0; i < taken; i++)
    sum += sizeOf(some[Math.floor((i * some.length) / taken)], max / taken, depth - 1);
  return 16 + (sum * length) / taken;
}

function* first(values: Iterable<unknown>): Generator {
  let left = MAX_OF_LIST;
  for (const value of values) {
    if (left-- === 0) return;
    yield value;
  }
}
