import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { createDraw, type RandomAmount } from "../amount/amount.ts";
import { affineMatrix } from "../warp/affineMatrix.ts";
import { checkImage } from "../image/image.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { affineWarp } from "../transform/movements.ts";

/**
 * Distributions of the random changes, and interpolation options.
 *
 * A number is the standard deviation of a normal distribution, and so is `{ normal: 5 }`. `{ uniform: 15 }` is a uniform
 * distribution from -15 to 15, and `{ uniform: [-15, 30] }` one between two values.
 *
 * @inline
 */
export interface RandomAffineOptions extends WarpOptions {
  /** The rotation, in degrees, counterclockwise; default 0. */
  readonly rotateDegrees?: RandomAmount | undefined;
  /** The shear, in degrees; default 0. Normal draws are clipped to -60..60, uniform ones must be within. */
  readonly shearDegrees?: RandomAmount | undefined;
  /**
   * The zoom factors across and down, drawn one by one; default 0.
   *
   * Their mean is 1: `{ uniform: 0.2 }` and `{ uniform: [0.8, 1.2] }` are the same. They are at least 0.1.
   */
  readonly zoom?: RandomAmount | undefined;
  /** The shifts across and down, in pixels, drawn one by one; default 0. */
  readonly shiftPixels?: RandomAmount | undefined;
}

const KNOWN: OptionKinds<RandomAffineOptions> = {
  ...WARP_OPTIONS,
  rotateDegrees: "any",
  shearDegrees: "any",
  zoom: "any",
  shiftPixels: "any",
};

/** Bounds that keep a rare draw from collapsing the picture. */
const MIN_ZOOM = 0.1;
const MAX_SHEAR = 60;

/**
 * Rotates, shears, zooms and shifts an image at random.
 *
 * Each amount is drawn from a normal or a uniform distribution, and applied about the image's centre.
 *
 * The winning melanoma notebooks use
 * `{ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8, method: "nearest" }`.
 *
 * @throws RangeError if a deviation is negative or not finite, or a range is reversed or too wide.
 * @see https://www.kaggle.com/code/cdeotte/rotation-augmentation-gpu-tpu-0-96
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomAffine } from "@tensorloom/image";
 *
 * const augment = randomAffine({ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8 });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 *
 * const uniform = randomAffine({ rotateDegrees: { uniform: 15 }, zoom: { uniform: [0.9, 1.3] }, outside: "reflect" });
 * uniform(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomAffine(options: RandomAffineOptions): Augmentation {
  const checked = checkOptions("randomAffine", options, KNOWN);
  const { rotateDegrees = 0, shearDegrees = 0, zoom = 0, shiftPixels = 0, method, outside } = checked;
  const warp = checkWarp("randomAffine", { method, outside });
  const drawRotation = createDraw("randomAffine: rotateDegrees", rotateDegrees, { center: 0 });
  const drawShear = createDraw("randomAffine: shearDegrees", shearDegrees, {
    center: 0,
    least: -MAX_SHEAR,
    most: MAX_SHEAR,
  });
  const drawZoom = createDraw("randomAffine: zoom", zoom, { center: 1, least: MIN_ZOOM });
  const drawShift = createDraw("randomAffine: shiftPixels", shiftPixels, { center: 0 });
  return drawnAugmentation((image, random) => {
    const checked = checkImage("randomAffine", image);
    const rotated = drawRotation(random);
    const sheared = Math.min(Math.max(drawShear(random), -MAX_SHEAR), MAX_SHEAR);
    const zoomed = (): number => Math.max(drawZoom(random), MIN_ZOOM);
    const drawn = { rotateDegrees: rotated, shearDegrees: sheared, zoom: [zoomed(), zoomed()] } as const;
    const shift = [drawShift(random), drawShift(random)] as const;
    return affineWarp(affineMatrix(checked, { ...drawn, shiftPixels: shift }), warp);
  });
}
