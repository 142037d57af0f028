import { finite } from "@tensorloom/core/internal";
import { crop } from "./crop.ts";
import { checkImage, type Image, type Pixels } from "../image/image.ts";

/**
 * Crops an image to its centre.
 *
 * `trunc((side - side * fraction) / 2)` pixels are removed at each end of a side, as in TensorFlow.
 *
 * @param fraction - The fraction of each side to keep, above 0 and up to 1.
 * @throws RangeError if `fraction` is out of range.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/central_crop
 * @example
 * ```ts
 * import { centralCrop } from "@tensorloom/image";
 *
 * centralCrop({ data: Uint8Array.of(1, 2, 3, 4), height: 1, width: 4, channels: 1 }, 0.5).data; // => Uint8Array.of(2, 3)
 * ```
 */
export function centralCrop<P extends Pixels>(image: Image<P>, fraction: number): Image<P> {
  const checked = checkImage("centralCrop", image);
  finite("centralCrop: fraction", fraction);
  if (fraction <= 0 || fraction > 1)
    throw new RangeError(`centralCrop: fraction must be above 0 and at most 1, got ${String(fraction)}`);
  const top = Math.trunc((checked.height - checked.height * fraction) / 2);
  const left = Math.trunc((checked.width - checked.width * fraction) / 2);
  return crop(checked, { top, left, height: checked.height - 2 * top, width: checked.width - 2 * left });
}
