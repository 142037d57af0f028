import { checkImage, formatShape, type Image, type Pixels } from "../image/image.ts";

/**
 * Checks that an image has three channels.
 *
 * @param instead - What to do with an image of other channels, for the message.
 * @returns The image.
 * @throws RangeError if it has another number.
 */
export function checkRgb<P extends Pixels>(
  name: string,
  image: Image<P>,
  instead = "convert it with toRgb(image)",
): Image<P> {
  const checked = checkImage(name, image);
  if (checked.channels === 3) return checked;
  const hint = checked.channels <= 4 ? `; ${instead}` : "";
  throw new RangeError(`${name}: image must have 3 channels, got ${formatShape(checked)}${hint}`);
}

/** Computes a pixel of `output` from the three values at `at`. */
export type PixelChange = (from: Float32Array, at: number, output: Float32Array) => void;

/** Applies a function to every pixel of a three-channel image. */
export function mapPixels(image: Image<Float32Array>, change: PixelChange): Image<Float32Array> {
  const data = new Float32Array(image.data.length);
  for (let at = 0; at < data.length; at += 3) change(image.data, at, data);
  return { ...image, data };
}
