import { oneOf } from "@tensorloom/core/internal";
import { crop, type CropOptions } from "../geometry/crop.ts";
import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { findPairs } from "./pairs.ts";
import { hasPairs, isNearest, resamplePairs } from "./resamplePairs.ts";
import { resizeByPairs } from "./resizeByPairs.ts";
import { resize, type ResizeOptions } from "./resize.ts";
import { RESIZE_METHODS } from "./resizeMethods.ts";
import { resizeTaps } from "./resizeTaps.ts";
import type { Taps } from "./taps.ts";

/** Resizes a part of an image: `resize(crop(image, rectangle), size)`, without a copy of the part if it shrinks enough. */
export function resizeRegion<P extends Pixels>(
  image: Image<P>,
  rectangle: CropOptions,
  size: ResizeOptions,
): Image<P> {
  const { top = 0, left = 0, height, width } = rectangle;
  const { method = "bilinear", antialias = false } = size;
  oneOf("resize: method", method, RESIZE_METHODS);
  const made = resizeByPairs(image, rectangle, size);
  if (made !== undefined) return made;
  const rows = resizeTaps(method, antialias, height, size.height);
  const columns = resizeTaps(method, antialias, width, size.width);
  if (!hasPairs(rows, columns, width)) return resize(crop(image, rectangle), size);
  const result = createUnset(image, size.height, size.width);
  const down = findPairs(shifted(rows, top), image.width * image.channels);
  const across = findPairs(shifted(columns, left), image.channels);
  resamplePairs(image, down, across, isNearest(rows, columns), result.data);
  return result;
}

const shifted = ({ starts, weights }: Taps, by: number): Taps => ({
  starts: starts.map((start) => start + by),
  weights,
});
