import { createUnset, type Image } from "../image/image.ts";
import { equalizeBytes } from "./equalizeBytes.ts";
import { findNeighbours } from "./findNeighbours.ts";
import { tileTables } from "./tileTables.ts";

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
  const across = Array.from({ length: width }, (_, x) => findNeighbours(x, wide, tiles));
  const left = Int32Array.from(across, ([first]) => first * 256);
  const right = Int32Array.from(across, ([, second]) => second * 256);
  const shares = Float32Array.from(across, ([, , share]) => share);
  const rests = shares.map((share) => 1 - share);
  const axis = { left, right, shares, rests };
  if (equalizeBytes(image, tables, tiles, tall, axis, result.data)) return result;
  for (let y = 0, i = 0; y < height; y++) {
    const [above, below, down] = findNeighbours(y, tall, tiles);
    const up = fround(1 - down);
    const [upper, lower] = [above * tiles * 256, below * tiles * 256];
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
