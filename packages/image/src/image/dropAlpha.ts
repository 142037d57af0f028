import { createLike, checkImage, formatShape, type Image, type Pixels } from "./image.ts";

/**
 * Removes the alpha channel: RGBA becomes RGB, gray with alpha becomes gray.
 *
 * The colours are unchanged: nothing is blended with a background. It refuses an image without
 * alpha; {@link toRgb} takes any.
 *
 * @throws RangeError if the image has neither 2 nor 4 channels.
 * @example
 * ```ts
 * import { dropAlpha } from "@tensorloom/image";
 *
 * dropAlpha({ data: Uint8Array.of(1, 2, 3, 255), height: 1, width: 1, channels: 4 }).data; // => Uint8Array.of(1, 2, 3)
 * ```
 */
export function dropAlpha<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkImage("dropAlpha", image);
  const { data, height, width, channels } = checked;
  if (channels !== 2 && channels !== 4)
    throw new RangeError(`dropAlpha: image must have 2 or 4 channels, got ${formatShape(checked)}`);
  const result = createLike({ ...checked, channels: channels - 1 }, height, width);
  const output = result.data;
  for (let from = 0, to = 0; from < data.length; from++)
    for (const end = from + channels - 1; from < end;) output[to++] = data[from++];
  return result;
}
