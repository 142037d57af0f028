import { mapAsFloat } from "../image/convert.ts";
import { createUnset, type Image, type Pixels } from "../image/image.ts";
import type { Kernels } from "../wasm/kernels.ts";
import { mapBlocks } from "../wasm/mapBlocks.ts";
import { checkRgb } from "./rgb.ts";

/**
 * Converts RGB to luma: `0.2989 red + 0.587 green + 0.114 blue`.
 *
 * It refuses other images; {@link toGrayscale} takes any.
 *
 * @throws RangeError if the image does not have 3 channels.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/rgb_to_grayscale
 * @example
 * ```ts
 * import { rgbToGrayscale } from "@tensorloom/image";
 *
 * rgbToGrayscale({ data: Uint8Array.of(255, 0, 0), height: 1, width: 1, channels: 3 }).data; // => Uint8Array.of(76)
 * ```
 */
export function rgbToGrayscale<P extends Pixels>(image: Image<P>): Image<P> {
  const checked = checkRgb("rgbToGrayscale", image, "use toGrayscale(image), which takes any image");
  const { data: bytes, height: tall, width: wide }: Image = checked;
  if (bytes instanceof Uint8Array) {
    const result = createUnset({ ...checked, channels: 1 }, tall, wide);
    const run = (kernels: Kernels, at: number, end: number, to: number): void => {
      kernels.gray(at, end, to);
    };
    if (mapBlocks(bytes, 3, result.data, { run, outputBytes: 1 })) return result;
  }
  return mapAsFloat(checked, ({ data, height, width }) => {
    const luma = new Float32Array(height * width);
    for (let i = 0; i < luma.length; i++)
      luma[i] = 0.2989 * data[3 * i] + 0.587 * data[3 * i + 1] + 0.114 * data[3 * i + 2];
    return { data: luma, height, width, channels: 1 };
  });
}
