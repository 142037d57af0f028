import { copyImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { blendFloat, blendLevel } from "./blend.ts";
import { sharpenBytes } from "./sharpenBytes.ts";
import { hasBytes } from "./levelTables.ts";

/**
 * Blends an image with a smooth one: each pixel is 5/13 of itself and 1/13 of each of its eight neighbours.
 *
 * It is `ImageFilter.SMOOTH` of Pillow: pixels at the border are unchanged, and means of levels are rounded.
 */
export function sharpen<P extends Pixels>(image: Image<P>, factor: number): Image<P> {
  const { height, width, channels } = image;
  const from: Pixels = image.data;
  const result = copyImage(image);
  const output: Pixels = result.data;
  const colors = countColorChannels(image);
  const isBytes = hasBytes(image);
  const stride = width * channels;
  const single = Math.fround(factor);
  if (hasBytes(image) && sharpenBytes(image, single, result)) return result;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++)
      for (let c = 0; c < colors; c++) {
        const i = y * stride + x * channels + c;
        const [above, below] = [i - stride, i + stride];
        const around =
          from[above - channels] + from[above] + from[above + channels] +
          from[i - channels] + from[i + channels] +
          from[below - channels] + from[below] + from[below + channels]; // prettier-ignore
        const sum = around + 5 * from[i];
        output[i] = isBytes
          ? blendLevel(((2 * sum + 13) / 26) | 0, from[i], single)
          : blendFloat(sum / 13, from[i], factor);
      }
  return result;
}
