import type { DecodeJpegOptions } from "../validate/decodeJpegOptions.ts";

/** Copies the pixels into the caller's memory, if `allocate` returns some; otherwise returns them. */
export function copyToAllocated(pixels: Uint8Array, allocate: DecodeJpegOptions["allocate"]): Uint8Array {
  if (allocate === undefined) return pixels;
  const data = checkAllocated(allocate(pixels.length), pixels.length);
  data.set(pixels);
  return data;
}

/**
 * The memory for the pixels.
 *
 * @throws RangeError if it is not of so many bytes.
 */
function checkAllocated(memory: Uint8Array, bytes: number): Uint8Array {
  const value: unknown = memory;
  if (!(value instanceof Uint8Array)) throw new TypeError("decodeJpeg: allocate must return a Uint8Array");
  if (memory.length === bytes) return memory;
  throw new RangeError(
    `decodeJpeg: allocate must return ${String(bytes)} bytes, got ${String(memory.length)}`,
  );
}
