import { oneOf } from "@tensorloom/core/internal";
import { crop, type CropOptions } from "../geometry/crop.ts";
import { createUnset, type Image, type Pixels } from "../image/image.ts";
import { hasPairs, resamplePairs } from "./resamplePairs.ts";
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
  const rows = resizeTaps(method, antialias, height, size.height);
  const columns = resizeTaps(method, antialias, width, size.width);
  if (!hasPairs(rows, columns, width)) return resize(crop(image, rectangle), size);
  const result = createUnset(image, size.height, size.width);
  resamplePairs(image, shifted(rows, top), shifted(columns, left), result.data);
  return result;
}

const shifted = ({ starts, weights }: Taps, by: number): Taps => ({
  starts: starts.map((start) => start + by),
  weights,
});
