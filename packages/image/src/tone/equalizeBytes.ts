import type { Image } from "../image/image.ts";
import { fillArena } from "../wasm/arena.ts";
import { findNeighbours } from "./findNeighbours.ts";

/** Single precision, as in OpenCV. */
const { fround } = Math;

/** The tables on both sides of each column, and their shares. */
interface Axis {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly shares: Float32Array;
  readonly rests: Float32Array;
}

/** Interpolates in WebAssembly. Returns whether it could. */
export function equalizeBytes(
  { data, height, width }: Image<Uint8Array>,
  tables: Uint8ClampedArray,
  tiles: number,
  tall: number,
  { left, right, shares, rests }: Axis,
  output: Uint8Array,
): boolean {
  // Both tables of a column are the same or neighbours: 2 * tiles - 1 pairs, of which about half occur.
  const offsets = new Int32Array((width + 3) & ~3); // the kernel takes four columns together
  for (let x = 0; x < width; x++) offsets[x] = 4 * (left[x] + right[x]);
  const size = 4 * 256 * (2 * tiles - 1);
  const arena = fillArena([data, offsets, shares, rests, size, width + 16]);
  if (arena === undefined) return false;
  const [image, offsetsAt, sharesAt, restsAt, merged, to] = arena.places;
  const { kernels, memory } = arena;
  const row = memory.subarray(to, to + width);
  const four = memory.subarray(merged, merged + size);
  let last = -1;
  for (let y = 0; y < height; y++) {
    const [above, below, down] = findNeighbours(y, tall, tiles);
    if (above + below !== last)
      mergeTables(tables.subarray(above * tiles * 256), tables.subarray(below * tiles * 256), tiles, four);
    last = above + below;
    // prettier-ignore
    kernels.equalizeRow(image + y * width, width, merged, offsetsAt, sharesAt, restsAt, fround(1 - down), down, to);
    output.set(row, y * width);
  }
  return true;
}

/** Merges the entries of the upper and the lower left and right table of each pair of neighbouring tiles, and of each tile. */
function mergeTables(
  upper: Uint8ClampedArray,
  lower: Uint8ClampedArray,
  tiles: number,
  merged: Uint8Array,
): void {
  for (let pair = 0, to = 0; pair < 2 * tiles - 1; pair++) {
    const [left, right] = [256 * (pair >> 1), 256 * ((pair + 1) >> 1)];
    for (let level = 0; level < 256; level++, to += 4) {
      merged[to] = upper[left + level];
      merged[to + 1] = upper[right + level];
      merged[to + 2] = lower[left + level];
      merged[to + 3] = lower[right + level];
    }
  }
}
