import { autocontrast } from "../tone/autocontrast.ts";
import { enhance } from "../tone/enhance.ts";
import { equalize } from "../tone/equalize.ts";
import { invert } from "../tone/invert.ts";
import { posterize } from "../tone/posterize.ts";
import { solarize } from "../tone/solarize.ts";
import { UNCHANGED, type Change } from "../transform/change.ts";
import { affineWarp } from "../transform/movements.ts";
import { pillowMatrix, pillowRotation, type Size, type Warp } from "./pillowMatrix.ts";

/** The name of an operation. */
export type OperationName =
  | "identity"
  | "shearX"
  | "shearY"
  | "translateX"
  | "translateY"
  | "rotate"
  | "brightness"
  | "color"
  | "contrast"
  | "sharpness"
  | "posterize"
  | "solarize"
  | "autocontrast"
  | "equalize"
  | "invert";

/** Returns the change of one operation for a magnitude and an image's size. */
type MakeChange = (magnitude: number, size: Size, warp: Warp) => Change;

const shift = (magnitude: number): number => Math.trunc(magnitude);

/**
 * What each operation of the policies does.
 *
 * Magnitudes have torchvision's units: slopes, pixels, degrees, changes of a factor, bits, and levels of 255.
 */
export const OPERATIONS: Readonly<Record<OperationName, MakeChange>> = {
  identity: () => UNCHANGED,
  shearX: (slope, _, warp) => affineWarp(pillowMatrix([1, slope, 0, 0, 1, 0], warp), warp),
  shearY: (slope, _, warp) => affineWarp(pillowMatrix([1, 0, 0, slope, 1, 0], warp), warp),
  translateX: (pixels, _, warp) => affineWarp(pillowMatrix([1, 0, -shift(pixels), 0, 1, 0], warp), warp),
  translateY: (pixels, _, warp) => affineWarp(pillowMatrix([1, 0, 0, 0, 1, -shift(pixels)], warp), warp),
  rotate: (degrees, size, warp) => affineWarp(pillowMatrix(pillowRotation(degrees, size), warp), warp),
  brightness: (change) => ({ image: (image) => enhance(image, { brightness: 1 + change }) }),
  color: (change) => ({ image: (image) => enhance(image, { color: 1 + change }) }),
  contrast: (change) => ({ image: (image) => enhance(image, { contrast: 1 + change }) }),
  sharpness: (change) => ({ image: (image) => enhance(image, { sharpness: 1 + change }) }),
  posterize: (bits) => ({ image: (image) => posterize(image, bits) }),
  solarize: (level) => ({ image: (image) => solarize(image, level / 255) }),
  autocontrast: () => ({ image: autocontrastOf }),
  equalize: () => ({ image: equalize }),
  invert: () => ({ image: invert }),
};

const autocontrastOf: Change["image"] = (image) => autocontrast(image);

/** Returns the change of an operation by name. */
export function operationChange(name: OperationName, magnitude: number, size: Size, warp: Warp): Change {
  return OPERATIONS[name](magnitude, size, warp);
}
