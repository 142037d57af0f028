import { integer } from "@tensorloom/core/internal";
import { checkImage, copyImage, countColorChannels, type Image, type Pixels } from "../image/image.ts";
import { asKindOf, hasBytes } from "../tone/levelTables.ts";
import { medianOfBytes } from "./medianOfBytes.ts";
import { medianOfLevels } from "./medianOfLevels.ts";

/**
 * Replaces each colour value by the median of a square around it.
 *
 * It removes specks and thin lines, and keeps edges. Beyond the border, the edge pixel counts again. Alpha is
 * unchanged. Bytes equal OpenCV's `medianBlur`.
 *
 * @param size - The side of the square in pixels, odd, from 1 to 99. 1 returns a copy.
 * @throws RangeError if the size is not an odd number from 1 to 99.
 * @see https://docs.opencv.org/4.x/d4/d86/group__imgproc__filter.html (medianBlur)
 * @example
 * ```ts
 * import { medianBlur } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(10, 10, 255, 10, 12), height: 1, width: 5, channels: 1 };
 * medianBlur(row, 3).data; // => Uint8Array.of(10, 10, 10, 12, 12)
 * ```
 */
export function medianBlur<P extends Pixels>(image: Image<P>, size: number): Image<P> {
  const checked = checkImage("medianBlur", image);
  integer("medianBlur: size", size, 1, 99);
  if (size % 2 === 0) throw new RangeError(`medianBlur: size must be odd, got ${String(size)}`);
  if (size === 1) return copyImage(checked);
  if (hasBytes(checked))
    return asKindOf(image, medianOfBytes(checked, size) ?? medianOfLevels(checked, size >> 1));
  return medianOfFloats(checked, size >> 1);
}

function medianOfFloats<P extends Pixels>(image: Image<P>, reach: number): Image<P> {
  const { data, height, width, channels } = image;
  const result = copyImage(image);
  const colors = countColorChannels(image);
  const around = new Float32Array((2 * reach + 1) ** 2);
  for (let y = 0, to = 0; y < height; y++)
    for (let x = 0; x < width; x++, to += channels)
      for (let c = 0; c < colors; c++) {
        let count = 0;
        for (let v = y - reach; v <= y + reach; v++) {
          const row = Math.min(Math.max(v, 0), height - 1) * width;
          for (let u = x - reach; u <= x + reach; u++)
            around[count++] = data[(row + Math.min(Math.max(u, 0), width - 1)) * channels + c];
        }
        result.data[to + c] = around.sort()[around.length >> 1];
      }
  return result;
}
