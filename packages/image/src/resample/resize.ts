import { checkOptions, integer, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage, type Image, type Pixels } from "../image/image.ts";
import { resample } from "./resample.ts";
import { resizeByPairs } from "./resizeByPairs.ts";
import { RESIZE_METHODS, type ResizeMethod } from "./resizeMethods.ts";
import { resizeTaps } from "./resizeTaps.ts";

/**
 * Options of {@link resize}.
 *
 * @inline
 */
export interface ResizeOptions {
  /** Rows of the result. */
  readonly height: number;
  /** Columns of the result. */
  readonly width: number;
  /** Default `"bilinear"`. */
  readonly method?: ResizeMethod | undefined;
  /** Whether to widen the kernel when an image shrinks; default false. `nearest` and `area` ignore it. */
  readonly antialias?: boolean | undefined;
}

/** The options that `resize` knows. */
export const RESIZE_OPTIONS: OptionKinds<ResizeOptions> = {
  height: "number",
  width: "number",
  method: "string",
  antialias: "boolean",
};

/**
 * Resizes an image, with half-pixel centres, as `tf.image.resize` does.
 *
 * Along each axis, an output pixel is a weighted sum of the input pixels around `(i + 0.5) * input / output - 0.5`;
 * pixels outside the image have no weight. Bytes stay bytes and are rounded to the nearest level. (TensorFlow returns
 * floats: for floats in 0..1, call `resize(toFloat(image), ...)`.)
 *
 * @throws RangeError if a side is not an integer of at least 1, or the method is unknown.
 * @see https://www.tensorflow.org/api_docs/python/tf/image/resize
 * @example
 * ```ts
 * import { resize } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(0, 100), height: 1, width: 2, channels: 1 };
 * resize(row, { height: 1, width: 4 }).data; // => Uint8Array.of(0, 25, 75, 100)
 * resize(row, { height: 1, width: 4, method: "nearest" }).data; // => Uint8Array.of(0, 0, 100, 100)
 * ```
 */
export function resize<P extends Pixels>(image: Image<P>, options: ResizeOptions): Image<P> {
  const {
    height,
    width,
    method = "bilinear",
    antialias = false,
  } = checkOptions("resize", options, RESIZE_OPTIONS);
  const checked = checkImage("resize", image);
  integer("resize: height", height, 1);
  integer("resize: width", width, 1);
  oneOf("resize: method", method, RESIZE_METHODS);
  const whole = { height: checked.height, width: checked.width };
  const made = resizeByPairs(checked, whole, { height, width, method, antialias });
  if (made !== undefined) return made;
  const rows = resizeTaps(method, antialias, checked.height, height);
  return resample(checked, rows, resizeTaps(method, antialias, checked.width, width));
}
