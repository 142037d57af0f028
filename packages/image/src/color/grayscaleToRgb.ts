import { createLike, checkImage, formatShape, type Image, type Pixels } from "../image/image.ts";

/**
 * Converts gray to RGB, and gray with alpha to RGBA.
 *
 * It refuses RGB; {@link toRgb} takes any image.
 *
 * @throws RangeError if the image has neither 1 nor 2 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/grayscale_to_rgb
 * @example
 * ```ts
 * import { grayscaleToRgb } from "@tensorloom/image";
 *
 * grayscaleToRgb({ data: Uint8Array.of(1, 2), height: 1, width: 2, channels: 1 }).data; // => Uint8Array.of(1, 1, 1, 2, 2, 2)
 * ```
 */
export function grayscaleToRgb<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("grayscaleToRgb", image);
  const { data, height, width, channels } = checked;
  if (channels > 2)
    throw new RangeError(`grayscaleToRgb: image must have 1 or 2 channels, got ${formatShape(checked)}`);
  const result = createLike({ ...checked, channels: channels + 2 }, height, width);
  const output = result.data;
  for (let from = 0, to = 0; from < data.length;) {
    output[to++] = data[from];
    output[to++] = data[from];
    output[to++] = data[from++];
    if (channels === 2) output[to++] = data[from++];
  }
  return result;
}
