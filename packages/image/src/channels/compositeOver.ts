import { finite, integer } from "@tensorloom/core/internal";
import { checkImage, createLike, formatShape, type Image, type Pixels } from "../image/image.ts";

/**
 * Blends an image with alpha over a colour; the result has no alpha.
 *
 * Each value becomes `alpha * value + (1 - alpha) * color`, with alpha in 0..1. Bytes are rounded to the nearest level.
 *
 * @param color - One value for every colour channel, or one per channel: bytes in 0..255, or floats.
 * @throws RangeError if the image has neither 2 nor 4 channels, or the colour does not fit it.
 * @see https://www.w3.org/TR/compositing-1/#porterduffcompositingoperators_srcover; sharp's `flatten`
 * @example
 * ```ts
 * import { compositeOver } from "@tensorloom/image";
 *
 * const half = { data: Uint8Array.of(0, 0, 200, 128), height: 1, width: 1, channels: 4 };
 * compositeOver(half, 255).data; // => Uint8Array.of(127, 127, 227)
 * compositeOver(half, [255, 0, 0]).data; // => Uint8Array.of(127, 0, 100)
 * ```
 */
export function compositeOver<P extends Pixels>(
  image: Image<P>,
  color: number | readonly number[],
): Image<P> {
  const checked = checkAlpha("compositeOver", image);
  const { data, height, width, channels } = checked;
  const colors = channels - 1;
  const background: readonly number[] =
    typeof color === "number" ? Array.from({ length: colors }, () => color) : color;
  if (background.length !== colors)
    throw new RangeError(
      `compositeOver: color must be a number or ${String(colors)} of them for an image of ${formatShape(checked)}`,
    );
  for (const value of background)
    if (data instanceof Uint8Array) integer("compositeOver: color", value, 0, 255);
    else finite("compositeOver: color", value);
  const result = createLike({ ...checked, channels: colors }, height, width);
  const output = result.data;
  const [opaque, rounding] = data instanceof Uint8Array ? [255, 0.5] : [1, 0];
  for (let from = 0, to = 0; from < data.length; from += channels) {
    const alpha = data[from + colors] / opaque;
    for (let c = 0; c < colors; c++)
      output[to++] = alpha * data[from + c] + (1 - alpha) * background[c] + rounding;
  }
  return result;
}

/**
 * Checks that an image has an alpha channel.
 *
 * @throws RangeError if it has neither 2 nor 4 channels.
 */
export function checkAlpha<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const checked = checkImage(name, image);
  if (checked.channels === 2 || checked.channels === 4) return checked;
  throw new RangeError(`${name}: image must have 2 or 4 channels, got ${formatShape(checked)}`);
}
