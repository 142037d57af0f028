import { fillArena } from "../wasm/arena.ts";
import { createUnset, type Image } from "../image/image.ts";

/** OpenCV computes in single precision. */
const { fround } = Math;

/** Equalizes each tile of a gray image, with limited contrast, and interpolates between tiles: OpenCV's CLAHE. */
export function equalizeTiles(image: Image<Uint8Array>, clipLimit: number, tiles: number): Image<Uint8Array> {
  const { data, height, width } = image;
  const isEven = height % tiles === 0 && width % tiles === 0;
  // As in OpenCV, both sides grow to a multiple of the tiles if one does not fit, also the side that does.
  const tall = isEven ? height / tiles : Math.floor(height / tiles) + 1;
  const wide = isEven ? width / tiles : Math.floor(width / tiles) + 1;
  const tables = tileTables(image, clipLimit, tiles, tall, wide);
  const result = createUnset(image, height, width);
  const output = new Uint8ClampedArray(result.data.buffer);
  const across = Array.from({ length: width }, (_, x) => neighbours(x, wide, tiles));
  const left = Int32Array.from(across, ([first]) => first * 256);
  const right = Int32Array.from(across, ([, second]) => second * 256);
  const shares = Float32Array.from(across, ([, , share]) => share);
  const rests = shares.map((share) => 1 - share);
  const arena = fillArena([data, tables, left, right, shares, rests, width]);
  for (let y = 0, i = 0; y < height; y++) {
    const [above, below, down] = neighbours(y, tall, tiles);
    const up = fround(1 - down);
    const [upper, lower] = [above * tiles * 256, below * tiles * 256];
    if (arena !== undefined) {
      const [image, start, ...axis] = arena.places;
      const to = axis[4];
      const tables = [start + upper, start + lower];
      arena.kernels.equalizeRow(image + y * width, width, ...tables, ...axis.slice(0, 4), up, down, to);
      output.set(arena.memory.subarray(to, to + width), y * width);
      continue;
    }
    for (let x = 0; x < width; x++, i++) {
      const [level, share] = [data[i], shares[x]];
      const [one, other] = [left[x] + level, right[x] + level];
      const rest = rests[x];
      const over = fround(fround(tables[upper + one] * rest) + fround(tables[upper + other] * share));
      const under = fround(fround(tables[lower + one] * rest) + fround(tables[lower + other] * share));
      output[i] = fround(fround(over * up) + fround(under * down));
    }
  }
  return result;
}

/** The two tiles whose centres are around a position on one axis, and the share of the second. */
function neighbours(place: number, size: number, tiles: number): readonly [number, number, number] {
  const from = fround(fround(place * fround(1 / size)) - 0.5);
  const first = Math.floor(from);
  return [Math.max(first, 0), Math.min(first + 1, tiles - 1), fround(from - first)];
}

/** The tables of all tiles: 256 levels each, tile by tile. */
function tileTables(
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
  const counts = new Int32Array(256);
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
    clip(counts, limit);
    let sum = 0;
    for (let level = 0; level < 256; level++) {
      sum += counts[level];
      tables[tile * 256 + level] = fround(sum * scale);
    }
  }
  return tables;
}

/** Counts the levels from `from` to `to`. A function of its own, because V8 compiles it to faster code. */
function count(data: Uint8Array, from: number, to: number, counts: Int32Array): void {
  for (let i = from; i < to; i++) counts[data[i]]++;
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
