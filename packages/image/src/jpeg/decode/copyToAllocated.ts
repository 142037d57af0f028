import type { DecodeJpegOptions } from "../validate/decodeJpegOptions.ts";

/**
 * Copies pixels into the memory that `allocate` returns.
 *
 * @param name - The function that was called, for messages: `"decodeJpeg"`.
 * @returns That memory; without `allocate`, the pixels themselves.
 */
export function copyToAllocated(
  name: string,
  pixels: Uint8Array,
  allocate: DecodeJpegOptions["allocate"],
): Uint8Array {
  if (allocate === undefined) return pixels;
  const data = checkAllocated(name, allocate(pixels.length), pixels.length);
  data.set(pixels);
  return data;
}

/** Checks that `allocate` returned memory of the right size. */
function checkAllocated(name: string, memory: Uint8Array, bytes: number): Uint8Array {
  const value: unknown = memory;
  if (!(value instanceof Uint8Array)) throw new TypeError(`${name}: allocate must return a Uint8Array`);
  if (memory.length === bytes) return memory;
  throw new RangeError(`${name}: allocate must return ${String(bytes)} bytes, got ${String(memory.length)}`);
}
