import { copyImage, countColorChannels, createUnset, type Image, type Pixels } from "../image/image.ts";
import { changeBytes } from "../color/changeBytes.ts";
import { GRAY_UNIT, roundGray, weigh } from "./meanGray.ts";
import { asKindOf, copyAlpha, hasBytes, lookUp } from "./levelTables.ts";

/** Pillow blends in single precision. */
const { fround } = Math;

/** Returns `poor + factor * (level - poor)` as Pillow's `Image.blend` computes it: truncated, and clipped. */
export function blendLevel(poor: number, level: number, factor: number): number {
  const blended = fround(poor + fround(factor * (level - poor)));
  return blended <= 0 ? 0 : blended >= 255 ? 255 : blended | 0;
}

/** The same of floats, clipped to 0..1. */
export function blendFloat(poor: number, value: number, factor: number): number {
  const blended = poor + factor * (value - poor);
  return blended < 0 ? 0 : blended > 1 ? 1 : blended;
}

/** Blends an image with one of a single gray. */
export function blendWith<P extends Pixels>(image: Image<P>, gray: number, factor: number): Image<P> {
  if (!hasBytes(image)) {
    const result = copyImage(image);
    const { data, channels } = result;
    const colors = countColorChannels(image);
    for (let at = 0; at < data.length; at += channels)
      for (let i = at; i < at + colors; i++) data[i] = blendFloat(gray, data[i], factor);
    return result;
  }
  const single = fround(factor);
  const table = Uint8Array.from({ length: 256 }, (_, level) => blendLevel(gray, level, single));
  return asKindOf(image, lookUp(image, [table]));
}

/** Blends every pixel with its gray. */
export function saturate<P extends Pixels>(image: Image<P>, factor: number): Image<P> {
  const { data, height, width, channels } = image;
  if (channels < 3) return copyImage(image);
  const result = createUnset(image, height, width);
  const output: Pixels = result.data;
  copyAlpha(image, countColorChannels(image), output);
  const isBytes = hasBytes(image);
  const single = fround(factor);
  if (
    hasBytes(image) &&
    channels === 3 &&
    single < Infinity &&
    changeBytes(image.data, output, (kernels, at, end) => {
      kernels.blendGray(at, end, single);
    })
  )
    return result;
  for (let i = 0; i < data.length; i += channels) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    const weighted = weigh(red, green, blue);
    if (isBytes) {
      const gray = roundGray(weighted);
      output[i] = blendLevel(gray, red, single);
      output[i + 1] = blendLevel(gray, green, single);
      output[i + 2] = blendLevel(gray, blue, single);
    } else {
      const gray = weighted / GRAY_UNIT;
      output[i] = blendFloat(gray, red, factor);
      output[i + 1] = blendFloat(gray, green, factor);
      output[i + 2] = blendFloat(gray, blue, factor);
    }
  }
  return result;
}
