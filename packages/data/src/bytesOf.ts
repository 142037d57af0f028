/** How deep a value is searched. */
const DEPTH = 4;

/** How many bytes the buffers, typed arrays and strings of a value hold, roughly: what a memory budget is counted in. */
export function bytesOf(value: unknown, depth: number = DEPTH): number {
  if (typeof value === "string") return 2 * value.length;
  if (typeof value !== "object" || value === null) return 8;
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (depth === 0) return 8;
  return Object.values(value).reduce<number>((sum, field) => sum + bytesOf(field, depth - 1), 16);
}
