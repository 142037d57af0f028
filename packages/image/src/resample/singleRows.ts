import type { Kernels } from "../wasm/kernels.ts";
import { aligned } from "../wasm/layout.ts";

/** The bytes of a row of `stride` singles: the kernels read and write up to 31 more. */
export const singleRowBytes = (stride: number): number => aligned(4 * (stride + 32));

/**
 * Converts rows of bytes to singles, each when it is first needed, into memory for the last `slots` of them.
 *
 * @param image - The address of the first row.
 * @param ring - The address of memory for `slots` rows of `singleRowBytes(stride)`.
 * @returns A function from a row to the address of its singles. Rows that are used together must be within `slots`.
 */
export function convertRows(
  kernels: Kernels,
  image: number,
  stride: number,
  ring: number,
  slots: number,
): (row: number) => number {
  const held = new Int32Array(slots).fill(-1);
  const bytes = singleRowBytes(stride);
  return (row) => {
    const slot = row % slots;
    const place = ring + slot * bytes;
    if (held[slot] !== row) kernels.toSingles(image + row * stride, stride, place);
    held[slot] = row;
    return place;
  };
}
