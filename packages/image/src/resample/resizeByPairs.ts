import type { CropOptions } from "../geometry/crop.ts";
import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { bilinearPairs } from "./pairs.ts";
import { resamplePairs } from "./resamplePairs.ts";
import type { ResizeMethod } from "./resizeMethods.ts";

/** A size, and how to compute its pixels. */
interface ResizeTo {
  readonly height: number;
  readonly width: number;
  readonly method?: ResizeMethod | undefined;
  readonly antialias?: boolean | undefined;
}

/**
 * Resizes a part of an image bilinearly, if that halves the number of its columns at least.
 *
 * @returns undefined if it has more, or the size or the method need more than two neighbours on an axis.
 */
export function resizeByPairs<P extends Pixels>(
  image: Image<P>,
  { top = 0, left = 0, height, width }: CropOptions,
  { method = "bilinear", antialias = false, height: tall, width: wide }: ResizeTo,
): Image<P> | undefined {
  if (method !== "bilinear" || antialias || 2 * wide > width) return undefined;
  const down = bilinearPairs(height, tall, top, image.width * image.channels);
  const across = bilinearPairs(width, wide, left, image.channels);
  if (down === undefined || across === undefined) return undefined;
  const result = createUnset(image, tall, wide);
  resamplePairs(image, down, across, false, result.data);
  return result;
}
