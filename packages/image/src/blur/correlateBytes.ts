import { countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import { convertRow, keepRows, singleRowBytes } from "../resample/singleRows.ts";
import { padInto } from "./padRows.ts";

/** Weights at offsets from a pixel; they add up to 1. */
export interface Kernel {
  readonly across: Int32Array;
  readonly down: Int32Array;
  readonly weights: Float32Array;
}

/**
 * Computes weighted sums of an image's rows in WebAssembly, in single precision.
 *
 * @param reach - The pixels that are repeated on both sides of every row before.
 * @param result - The image; its colours are replaced.
 * @returns Whether it could.
 */
export function correlateBytes(
  data: Uint8Array,
  stride: number,
  reach: number,
  { across, down, weights }: Kernel,
  result: Image,
): boolean {
  const terms = weights.length;
  const { height, channels } = result;
  const wide = stride + 2 * reach * channels;
  const slots =
    1 + down.reduce((most, one) => Math.max(most, one)) - down.reduce((least, one) => Math.min(least, one));
  const arena = fillArena([
    ...[wide, weights, 4 * terms, singleRowBytes(stride), stride],
    slots * singleRowBytes(wide),
  ]);
  if (arena === undefined) return false;
  const { kernels, memory, places } = arena;
  const [padded, weightsAt, rowsAt, sums, to, ring] = places;
  const pad = padInto(memory, data, stride, channels, reach);
  const find = keepRows(ring, singleRowBytes(wide), slots, convertRow(kernels, wide, padded, pad));
  const starts = across.map((columns) => 4 * (reach + columns) * channels);
  const rows = new Int32Array(memory.buffer, rowsAt, terms);
  const row = memory.subarray(to, to + stride);
  for (let y = 0; y < height; y++) {
    for (let k = 0; k < terms; k++)
      rows[k] = find(Math.min(Math.max(y + down[k], 0), height - 1)) + starts[k];
    kernels.sumSingles(rowsAt, weightsAt, terms, stride, sums);
    kernels.roundRow(sums, stride, to);
    setColors(result, row, y * stride);
  }
  return true;
}

/** Replaces the colours of a row; alpha is unchanged. */
export function setColors(image: Image, row: Uint8Array, start: number): void {
  const { channels }: Image = image;
  const data: Pixels = image.data;
  const colors = countColorChannels(image);
  if (colors === channels) data.set(row, start);
  else
    for (let at = 0; at < row.length; at += channels)
      for (let c = 0; c < colors; c++) data[start + at + c] = row[at + c];
}
