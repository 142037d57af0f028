import { grayscaleToRgb } from "../color/grayscaleToRgb.ts";
import { rgbToGrayscale } from "../color/rgbToGrayscale.ts";
import { dropAlpha } from "../image/dropAlpha.ts";
import { countColorChannels, createLike, type Image, type Pixels } from "../image/image.ts";

/**
 * Converts an image to a number of channels: 1 gray, 2 gray and alpha, 3 RGB, 4 RGBA.
 *
 * New alpha is opaque. Alpha that is not wanted is dropped, without blending.
 *
 * @param image - A checked image; it is returned itself if it has these channels.
 */
export function setChannels<P extends Pixels>(image: Image<P>, channels: number): Image<P> {
  if (image.channels === channels) return image;
  const colors = countColorChannels(image);
  const wanted = countColorChannels({ ...image, channels });
  if (colors !== wanted) {
    const opaque = image.channels === colors ? image : dropAlpha(image);
    const converted = wanted === 3 ? grayscaleToRgb(opaque) : rgbToGrayscale(opaque);
    return channels === wanted ? converted : addAlpha(converted, image);
  }
  return channels === wanted ? dropAlpha(image) : addAlpha(image, image);
}

/** Adds an alpha channel: that of another image of the same size, or an opaque one. */
function addAlpha<P extends Pixels>(image: Image<P>, { data: alphas, channels: step }: Image<P>): Image<P> {
  const { data, height, width, channels } = image;
  const result = createLike({ ...image, channels: channels + 1 }, height, width);
  const output = result.data;
  const opaque = data instanceof Uint8Array ? 255 : 1;
  const hasAlpha = step % 2 === 0;
  for (let from = 0, to = 0, last = step - 1; from < data.length; last += step) {
    for (const end = from + channels; from < end;) output[to++] = data[from++];
    output[to++] = hasAlpha ? alphas[last] : opaque;
  }
  return result;
}
