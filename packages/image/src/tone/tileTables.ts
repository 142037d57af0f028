import type { Image } from "../image/image.ts";

/** Single precision, as in OpenCV. */
const { fround } = Math;

/** Computes the tables of all tiles: 256 levels each, tile by tile. */
export function tileTables(
  { data, height, width }: Image<Uint8Array>,
  clipLimit: number,
  tiles: number,
  tall: number,
  wide: number,
): Uint8ClampedArray {
  const area = tall * wide;
  const tables = new Uint8ClampedArray(tiles * tiles * 256); // rounds half to even, as OpenCV does
  const scale = fround(255 / area);
  const limit = Math.max(Math.floor((clipLimit * area) / 256), 1);
  const counts = new Int32Array(4 * 256);
  for (let tile = 0; tile < tiles * tiles; tile++) {
    const [top, left] = [Math.floor(tile / tiles) * tall, (tile % tiles) * wide];
    counts.fill(0);
    if (top + tall <= height && left + wide <= width)
      for (let y = top; y < top + tall; y++) count(data, y * width + left, y * width + left + wide, counts);
    else
      for (let y = top; y < top + tall; y++) {
        const row = mirrored(y, height) * width;
        for (let x = left; x < left + wide; x++) counts[data[row + mirrored(x, width)]]++;
      }
    for (let level = 0; level < 256; level++)
      counts[level] += counts[256 + level] + counts[512 + level] + counts[768 + level];
    clip(counts, limit);
    let sum = 0;
    for (let level = 0; level < 256; level++) {
      sum += counts[level];
      tables[tile * 256 + level] = fround(sum * scale);
    }
  }
  return tables;
}

/**
 * Counts the levels from `from` to `to`, each of four neighbours in counts of its own: a count waits for the one before it
 * of the same level. It is a function of its own, because V8 compiles it to faster code.
 */
function count(data: Uint8Array, from: number, to: number, counts: Int32Array): void {
  let i = from;
  for (; i + 4 <= to; i += 4) {
    counts[data[i]]++;
    counts[256 + data[i + 1]]++;
    counts[512 + data[i + 2]]++;
    counts[768 + data[i + 3]]++;
  }
  for (; i < to; i++) counts[data[i]]++;
}

/** A position beyond the end, mirrored at the last pixel, which is not repeated. */
function mirrored(place: number, size: number): number {
  if (place < size) return place;
  return Math.max(2 * size - 2 - place, 0);
}

/** Clips counts and distributes the rest evenly over all levels. */
function clip(counts: Int32Array, limit: number): void {
  let over = 0;
  for (let level = 0; level < 256; level++)
    if (counts[level] > limit) {
      over += counts[level] - limit;
      counts[level] = limit;
    }
  const each = over >> 8;
  let rest = over - each * 256;
  const step = Math.max(Math.floor(256 / Math.max(rest, 1)), 1);
  for (let level = 0; level < 256; level++) {
    counts[level] += each;
    if (rest > 0 && level % step === 0) {
      counts[level]++;
      rest--;
    }
  }
}
