import { floatToLevel, levelToFloat } from "../image/convert.ts";
import { lookUpInto } from "../levels/lookUpInto.ts";
import { createUnset, countColorChannels, type Image, type Pixels } from "../image/image.ts";

/**
 * Applies a function to every colour value in 0..1; alpha is unchanged.
 *
 * `change` is called with a value and its channel: for bytes 256 times per channel, not once per pixel.
 */
export function mapValues<P extends Pixels>(
  image: Image<P>,
  change: (value: number, channel: number) => number,
): Image<P> {
  const { data, height, width, channels } = image;
  const result = createUnset(image, height, width);
  const output = result.data;
  const colors = countColorChannels(image);
  if (data instanceof Uint8Array && output instanceof Uint8Array) {
    const tables = Array.from({ length: colors }, (_, c) =>
      Uint8Array.from({ length: 256 }, (_, level) => floatToLevel(change(levelToFloat(level), c))),
    );
    lookUpInto(data, channels, tables, output);
    return result;
  }
  for (let c = colors; c < channels; c++) for (let i = c; i < data.length; i += channels) output[i] = data[i];
  for (let c = 0; c < colors; c++)
    for (let i = c; i < data.length; i += channels) output[i] = change(data[i], c);
  return result;
}
