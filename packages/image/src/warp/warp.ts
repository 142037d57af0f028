import type { AffineMatrix } from "./affineMatrix.ts";
import type { Border } from "./border.ts";
import type { Image } from "../image/image.ts";

/** Every step is in single precision, as in TensorFlow, so that JavaScript and WebAssembly compute the same. */
const { fround } = Math;

/** The output of a warp: clamped bytes round and clip. */
export type Target = Uint8ClampedArray | Float32Array;

/** Sets each pixel to the nearest one at its source position. */
export function warpNearest(
  { data, height, width, channels }: Image,
  [a, b, c, d, e, f]: AffineMatrix,
  border: Border,
  beyond: number,
  output: Target,
): void {
  for (let y = 0, to = 0; y < height; y++) {
    const [startX, startY] = [b * y, e * y];
    for (let x = 0; x < width; x++) {
      const placeX = a * x + startX + c + 0.5;
      const placeY = d * x + startY + f + 0.5;
      const isInside = placeX >= 0 && placeX < width && placeY >= 0 && placeY < height;
      const pixel = isInside
        ? (placeY | 0) * width + (placeX | 0)
        : border(Math.floor(placeX), Math.floor(placeY));
      if (pixel < 0) for (let k = 0; k < channels; k++) output[to++] = beyond;
      else for (let k = 0, from = pixel * channels; k < channels; k++) output[to++] = data[from++];
    }
  }
}

/** Sets each pixel by bilinear interpolation at its source position. */
export function warpBilinear(
  image: Image,
  [a, b, c, d, e, f]: AffineMatrix,
  border: Border,
  beyond: number,
  output: Target,
): void {
  const { data, height, width, channels } = image;
  const stride = width * channels;
  for (let y = 0, to = 0; y < height; y++) {
    const [startX, startY] = [b * y, e * y];
    for (let x = 0; x < width; x++, to += channels) {
      const placeX = a * x + startX + c;
      const placeY = d * x + startY + f;
      if (placeX >= 0 && placeX < width - 1 && placeY >= 0 && placeY < height - 1) {
        const [left, top] = [placeX | 0, placeY | 0];
        const [across, down] = [fround(placeX - left), fround(placeY - top)];
        const [near, up] = [fround(1 - across), fround(1 - down)];
        const over = top * stride + left * channels;
        for (let k = 0, from = over, below = over + stride; k < channels; k++, from++, below++) {
          const upper = fround(fround(data[from] * near) + fround(data[from + channels] * across));
          const lower = fround(fround(data[below] * near) + fround(data[below + channels] * across));
          output[to + k] = fround(fround(upper * up) + fround(lower * down));
        }
      } else mixAtBorder(image, placeX, placeY, border, beyond, output, to);
    }
  }
}

/** Interpolates a pixel whose neighbours are not all inside the image. */
export function mixAtBorder(
  { data, channels }: Image,
  placeX: number,
  placeY: number,
  border: Border,
  beyond: number,
  output: Target,
  to: number,
): void {
  const [left, top] = [Math.floor(placeX), Math.floor(placeY)];
  const [across, down] = [fround(placeX - left), fround(placeY - top)];
  const [near, up] = [fround(1 - across), fround(1 - down)];
  const value = fround(beyond);
  const upperLeft = border(left, top) * channels;
  const upperRight = border(left + 1, top) * channels;
  const lowerLeft = border(left, top + 1) * channels;
  const lowerRight = border(left + 1, top + 1) * channels;
  for (let k = 0; k < channels; k++) {
    const a = upperLeft < 0 ? value : data[upperLeft + k];
    const b = upperRight < 0 ? value : data[upperRight + k];
    const c = lowerLeft < 0 ? value : data[lowerLeft + k];
    const d = lowerRight < 0 ? value : data[lowerRight + k];
    const upper = fround(fround(a * near) + fround(b * across));
    const lower = fround(fround(c * near) + fround(d * across));
    output[to + k] = fround(fround(upper * up) + fround(lower * down));
  }
}
