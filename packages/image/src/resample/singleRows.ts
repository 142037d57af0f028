import type { Kernels } from "../wasm/kernels.ts";
import { aligned } from "../wasm/layout.ts";

/** The bytes of a row of `stride` singles: the kernels read and write up to 31 more. */
export const singleRowBytes = (stride: number): number => aligned(4 * (stride + 32));

/** Copies the bytes of one row to an address. */
export type CopyRow = (row: number, place: number) => void;

/**
 * Keeps the last rows in memory, each written when it is first needed.
 *
 * @param place - The address of memory for `slots` rows of `bytes`.
 * @returns A function from a row to its address. Rows that are used together must be within `slots`.
 */
export function keepRows(
  place: number,
  bytes: number,
  slots: number,
  write: CopyRow,
): (row: number) => number {
  const held = new Int32Array(slots).fill(-1);
  return (row) => {
    const slot = row % slots;
    const at = place + slot * bytes;
    if (held[slot] !== row) write(row, at);
    held[slot] = row;
    return at;
  };
}

/**
 * Writes a row as singles, after copying its bytes.
 *
 * @param bytes - The address of memory for a row of `stride` bytes.
 */
export const convertRow =
  (kernels: Kernels, stride: number, bytes: number, copy: CopyRow): CopyRow =>
  (row, place) => {
    copy(row, bytes);
    kernels.toSingles(bytes, stride, place);
  };
