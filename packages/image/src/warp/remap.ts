import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { createBorder, type Border } from "./border.ts";
import { remapBytes } from "./remapBytes.ts";
import { mixAtBorder, type Target } from "./warp.ts";
import type { checkWarp } from "./warpAffine.ts";
import type { SourceMap } from "./sourceMap.ts";

/** Every step is in single precision, as in warp.ts. */
const { fround } = Math;

/** Takes every pixel from its source position in an image of the map's size. */
export function remap<P extends Pixels>(
  image: Image<P>,
  map: SourceMap,
  { method, outside }: ReturnType<typeof checkWarp>,
): Image<P> {
  const result = createUnset(image, image.height, image.width);
  if (remapBytes(image, map, { method, outside }, result.data)) return result;
  const { data }: Image = result; // either kind; the next line decides
  const output = data instanceof Uint8Array ? new Uint8ClampedArray(data.buffer) : data;
  const border = createBorder(outside, image.height, image.width);
  const beyond = typeof outside === "number" ? outside : 0;
  (method === "nearest" ? remapNearest : remapBilinear)(image, map, border, beyond, output);
  return result;
}

function remapNearest(
  { data, height, width, channels }: Image,
  { x, y }: SourceMap,
  border: Border,
  beyond: number,
  output: Target,
): void {
  for (let i = 0, to = 0; i < x.length; i++) {
    const [placeX, placeY] = [x[i] + 0.5, y[i] + 0.5];
    const isInside = placeX >= 0 && placeX < width && placeY >= 0 && placeY < height;
    const pixel = isInside
      ? (placeY | 0) * width + (placeX | 0)
      : border(Math.floor(placeX), Math.floor(placeY));
    if (pixel < 0) for (let k = 0; k < channels; k++) output[to++] = beyond;
    else for (let k = 0, from = pixel * channels; k < channels; k++) output[to++] = data[from++];
  }
}

function remapBilinear(
  image: Image,
  { x, y }: SourceMap,
  border: Border,
  beyond: number,
  output: Target,
): void {
  const { data, height, width, channels } = image;
  const stride = width * channels;
  for (let i = 0, to = 0; i < x.length; i++, to += channels) {
    const [placeX, placeY] = [x[i], y[i]];
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
