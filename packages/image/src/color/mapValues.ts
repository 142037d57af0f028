import { levelOf, unitOf } from "../image/convert.ts";
import { blank, colorChannels, type Image, type Pixels } from "../image/image.ts";

/**
 * Applies a function of a value in 0..1 and its channel to every colour of an image; alpha stays.
 *
 * For bytes the function is called 256 times per channel, not once per pixel.
 */
export function mapValues<P extends Pixels>(
  image: Image<P>,
  change: (value: number, channel: number) => number,
): Image<P> {
  const { data, height, width, channels } = image;
  const result = blank(image, height, width);
  const into = result.data;
  const colors = colorChannels(image);
  for (let c = colors; c < channels; c++) for (let i = c; i < data.length; i += channels) into[i] = data[i];
  for (let c = 0; c < colors; c++) {
    if (data instanceof Uint8Array) {
      const table = Uint8Array.from({ length: 256 }, (_, level) => levelOf(change(unitOf(level), c)));
      for (let i = c; i < data.length; i += channels) into[i] = table[data[i]];
    } else for (let i = c; i < data.length; i += channels) into[i] = change(data[i], c);
  }
  return result;
}
