import type { Pixels } from "../image/image.ts";

/** Rows and columns of a tile: its pixels stay in the processor's L1 cache. */
const TILE = 32;

/** Writes rows of pixels as columns, tile by tile. */
export function transposePixels(
  data: Pixels,
  height: number,
  width: number,
  channels: number,
  output: Pixels,
): void {
  if (data instanceof Uint8Array && output instanceof Uint8Array && channels === 3)
    transposeRgb(data, height, width, output);
  else
    for (let top = 0; top < height; top += TILE)
      for (let left = 0; left < width; left += TILE)
        for (let y = top; y < Math.min(top + TILE, height); y++)
          for (let x = left; x < Math.min(left + TILE, width); x++)
            for (let c = 0; c < channels; c++)
              output[(x * height + y) * channels + c] = data[(y * width + x) * channels + c];
}

function transposeRgb(data: Uint8Array, height: number, width: number, output: Uint8Array): void {
  for (let top = 0; top < height; top += TILE) {
    const bottom = Math.min(top + TILE, height);
    for (let left = 0; left < width; left += TILE) {
      const right = Math.min(left + TILE, width);
      for (let x = left; x < right; x++)
        for (let y = top, to = 3 * (x * height + top), from = 3 * (top * width + x); y < bottom; y++) {
          output[to] = data[from];
          output[to + 1] = data[from + 1];
          output[to + 2] = data[from + 2];
          to += 3;
          from += 3 * width;
        }
    }
  }
}
