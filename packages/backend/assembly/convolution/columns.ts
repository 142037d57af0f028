import {
  channels, dilationX, dilationY, filterHeight, filterWidth, height, left, outHeight, outWidth, strideX, strideY, top, width,
} from "./geometry";

/**
 * Writes what the output pixels of one image see in the rows from `start` on, before `end`:
 * [rows * outWidth, filterHeight * filterWidth * channels].
 */
export function gatherColumns(image: usize, columns: usize, start: i32, end: i32): void {
  const pixel = <usize>(channels * 4);
  for (let oy = start; oy < end; ++oy) {
    for (let ox = 0; ox < outWidth; ++ox) {
      const first = ox * strideX - left;
      const together = dilationX == 1 && first >= 0 && first + filterWidth <= width; // the taps of a row lie side by side
      for (let ky = 0; ky < filterHeight; ++ky) {
        const y = oy * strideY - top + ky * dilationY;
        if (together && y >= 0 && y < height) {
          copy(columns, image + (<usize>(y * width + first)) * pixel, filterWidth * channels);
          columns += <usize>filterWidth * pixel;
          continue;
        }
        for (let kx = 0; kx < filterWidth; ++kx, columns += pixel) {
          const x = first + kx * dilationX;
          if (inside(y, x)) copy(columns, image + (<usize>(y * width + x)) * pixel, channels);
          else memory.fill(columns, 0, pixel);
        }
      }
    }
  }
}

/** The reverse: adds each column to the pixels that it was gathered from. */
export function scatterColumns(columns: usize, image: usize): void {
  const pixel = <usize>(channels * 4);
  memory.fill(image, 0, (<usize>(height * width)) * pixel);
  for (let oy = 0; oy < outHeight; ++oy) {
    for (let ox = 0; ox < outWidth; ++ox) {
      for (let ky = 0; ky < filterHeight; ++ky) {
        const y = oy * strideY - top + ky * dilationY;
        for (let kx = 0; kx < filterWidth; ++kx, columns += pixel) {
          const x = ox * strideX - left + kx * dilationX;
          if (inside(y, x)) addTo(image + (<usize>(y * width + x)) * pixel, columns);
        }
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function inside(y: i32, x: i32): bool {
  return y >= 0 && y < height && x >= 0 && x < width;
}

/** A call of `memory.copy` costs as much as twenty of these stores. */
// @ts-ignore: decorator
@inline
function copy(to: usize, from: usize, count: i32): void {
  for (; count >= 4; count -= 4, to += 16, from += 16) v128.store(to, v128.load(from));
  for (; count > 0; --count, to += 4, from += 4) f32.store(to, f32.load(from));
}

function addTo(to: usize, from: usize): void {
  let c = 0;
  for (; c + 4 <= channels; c += 4, to += 16, from += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
  for (; c < channels; ++c, to += 4, from += 4) f32.store(to, f32.load(to) + f32.load(from));
}
