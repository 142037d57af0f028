import { finite, integer, shown } from "@tensorloom/core/internal";
import { checkImage, createLike, formatShape, type Image, type Pixels } from "../image/image.ts";
import { checkUnitRange } from "../image/unitRange.ts";

/**
 * Blends an image with alpha over a colour; the result has no alpha.
 *
 * Each value becomes `alpha * value + (1 - alpha) * color`, with alpha in 0..1. Bytes are rounded to the nearest level.
 *
 * @param color - One value for every colour channel, or one per channel: bytes in 0..255, or floats in 0..1 for an image of floats.
 * @throws RangeError if the image has neither 2 nor 4 channels or floats in 0..255, or the colour does not fit it.
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
  const checked = checkAlphaChannel("compositeOver", image);
  const { data, height, width, channels } = checked;
  const colors = channels - 1;
  const background = checkColor(color, checked);
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

/** Checks a colour, and returns one value per colour channel. */
function checkColor(color: unknown, image: Image): readonly number[] {
  const colors = image.channels - 1;
  const values: unknown = typeof color === "number" ? Array<number>(colors).fill(color) : color;
  if (!Array.isArray(values) || values.length !== colors)
    throw new RangeError(
      `compositeOver: color must be a number or ${String(colors)} of them for an image of ${formatShape(image)}, got ${shown(color)}`,
    );
  return values.map((value: number) =>
    image.data instanceof Uint8Array
      ? integer("compositeOver: color", value, 0, 255)
      : finite("compositeOver: color", value, 0, 1),
  );
}

/**
 * Checks that an image has an alpha channel, and that its floats are in 0..1.
 *
 * @throws RangeError if it has neither 2 nor 4 channels, or floats in 0..255.
 */
export function checkAlphaChannel<P extends Pixels>(name: string, image: Image<P>): Image<P> {
  const checked = checkImage(name, image);
  if (checked.channels === 2 || checked.channels === 4) return checkUnitRange(name, checked);
  throw new RangeError(`${name}: image must have 2 or 4 channels, got ${formatShape(checked)}`);
}
