import { checkOptions, finite, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import type { AffineMatrix } from "./affineMatrix.ts";
import { checkOutside, createBorder, type OutsideFill } from "./border.ts";
import { createUnset, checkImage, type Image, type Pixels } from "../image/image.ts";
import { warpBytes } from "./warpBytes.ts";
import { warpBilinear, warpNearest } from "./warp.ts";

/**
 * Options of {@link warpAffine}: interpolation, and pixels beyond the border.
 *
 * @inline
 */
export interface WarpOptions {
  /** The interpolation: the nearest pixel, or bilinear; default `"bilinear"`. */
  readonly method?: "nearest" | "bilinear" | undefined;
  /**
   * The values outside the image; default `"edge"`.
   *
   * They are the nearest edge pixel (`"edge"`, or `"nearest"`), the image reflected with its edge (`"reflect"`:
   * c b a | a b c | c b a) or without (`"mirror"`: c b | a b c | b a), the image again (`"wrap"`), or this value in
   * every channel.
   */
  readonly outside?: OutsideFill | undefined;
}

/** The options of a warp. */
export const WARP_OPTIONS: OptionKinds<WarpOptions> = { method: "string", outside: "any" };

/** Checks the options of a warp; `name` is the function, for messages. */
export function checkWarp(
  name: string,
  options: WarpOptions,
): { readonly method: "nearest" | "bilinear"; readonly outside: OutsideFill } {
  const { method = "bilinear", outside = "edge" } = checkOptions(name, options, WARP_OPTIONS);
  oneOf(`${name}: method`, method, ["nearest", "bilinear"]);
  return { method, outside: checkOutside(name, outside) };
}

/**
 * Applies an affine transform to an image; the size is unchanged.
 *
 * Each pixel of the result is taken from the position that the matrix maps it to.
 *
 * @throws RangeError if the matrix is not six finite numbers, or an option is unknown.
 * @example
 * ```ts
 * import { warpAffine } from "@tensorloom/image";
 *
 * const row = { data: Uint8Array.of(10, 20, 30), height: 1, width: 3, channels: 1 };
 * warpAffine(row, [1, 0, 0.5, 0, 1, 0]).data; // => Uint8Array.of(15, 25, 30)
 * warpAffine(row, [1, 0, 1, 0, 1, 0], { outside: 0 }).data; // => Uint8Array.of(20, 30, 0)
 * ```
 */
export function warpAffine<P extends Pixels>(
  image: Image<P>,
  matrix: AffineMatrix,
  options: WarpOptions = {},
): Image<P> {
  const { method, outside } = checkWarp("warpAffine", options);
  const checked = checkImage("warpAffine", image);
  for (let i = 0; i < 6; i++) finite("warpAffine: matrix", matrix[i]);
  const result = createUnset(checked, checked.height, checked.width);
  if (warpBytes(checked, matrix, { method, outside }, result.data)) return result;
  const { data }: Image = result; // either kind; the next line decides
  const output = data instanceof Uint8Array ? new Uint8ClampedArray(data.buffer) : data;
  const border = createBorder(outside, checked.height, checked.width);
  const beyond = typeof outside === "number" ? outside : 0;
  (method === "nearest" ? warpNearest : warpBilinear)(checked, matrix, border, beyond, output);
  return result;
}
