import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { affineMatrix } from "../warp/affineMatrix.ts";
import { checkImage } from "../image/image.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { affineWarp } from "../transform/movements.ts";

/**
 * Standard deviations of the random changes, and interpolation options.
 *
 * @inline
 */
export interface RandomAffineOptions extends WarpOptions {
  /** The rotation, in degrees; default 0. */
  readonly rotateDegrees?: number | undefined;
  /** The shear, in degrees; default 0. */
  readonly shearDegrees?: number | undefined;
  /** The zoom factors across and down, whose mean is 1; default 0. */
  readonly zoom?: number | undefined;
  /** The shifts across and down, in pixels; default 0. */
  readonly shiftPixels?: number | undefined;
}

const KNOWN: OptionKinds<RandomAffineOptions> = {
  ...WARP_OPTIONS,
  rotateDegrees: "number",
  shearDegrees: "number",
  zoom: "number",
  shiftPixels: "number",
};

/** Bounds that keep a rare draw from collapsing the picture. */
const MIN_ZOOM = 0.1;
const MAX_SHEAR = 60;

/**
 * Rotates, shears, zooms and shifts an image at random.
 *
 * Each amount is drawn from a normal distribution, and applied about the image's centre.
 *
 * The winning melanoma notebooks use
 * `{ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8, method: "nearest" }`.
 *
 * @throws RangeError if a deviation is negative or not finite.
 * @see https://www.kaggle.com/code/cdeotte/rotation-augmentation-gpu-tpu-0-96
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomAffine } from "@tensorloom/image";
 *
 * const augment = randomAffine({ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8 });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomAffine(options: RandomAffineOptions): Augmentation {
  const checked = checkOptions("randomAffine", options, KNOWN);
  const { rotateDegrees = 0, shearDegrees = 0, zoom = 0, shiftPixels = 0, method, outside } = checked;
  const warp = checkWarp("randomAffine", { method, outside });
  for (const [name, deviation] of Object.entries({ rotateDegrees, shearDegrees, zoom, shiftPixels }))
    finite(`randomAffine: ${name}`, deviation, 0);
  return drawnAugmentation((image, random) => {
    const checked = checkImage("randomAffine", image);
    const rotated = rotateDegrees * random.normal();
    const sheared = Math.min(Math.max(shearDegrees * random.normal(), -MAX_SHEAR), MAX_SHEAR);
    const zoomed = (): number => Math.max(1 + zoom * random.normal(), MIN_ZOOM);
    const drawn = { rotateDegrees: rotated, shearDegrees: sheared, zoom: [zoomed(), zoomed()] } as const;
    const shift = [shiftPixels * random.normal(), shiftPixels * random.normal()] as const;
    return affineWarp(affineMatrix(checked, { ...drawn, shiftPixels: shift }), warp);
  });
}
