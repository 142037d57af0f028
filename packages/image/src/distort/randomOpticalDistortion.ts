import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { checkRange } from "../augment/checkRange.ts";
import { checkImage } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { opticalMap } from "./opticalMap.ts";
import { remapping } from "./remapping.ts";

/**
 * Options of {@link randomOpticalDistortion}.
 *
 * @inline
 */
export interface RandomOpticalDistortionOptions extends WarpOptions {
  /** The smallest and largest coefficient, from -1 to 1; default `[-0.3, 0.3]`. */
  readonly strength?: readonly [least: number, most: number] | undefined;
}

const KNOWN: OptionKinds<RandomOpticalDistortionOptions> = { ...WARP_OPTIONS, strength: "object" };

/**
 * Distorts an image as a lens does, by a random strength.
 *
 * The strength `k` is uniform in a range. A pixel at `p` from the centre is taken from `p * (1 + k r² + k r⁴)`, with
 * `r² = (x / width)² + (y / height)²`, which is 0.5 at the corners. Above 0 the middle looks larger than the edges
 * (barrel); below 0 the edges are stretched (pincushion). This is the camera model of albumentations'
 * `OpticalDistortion`.
 *
 * @throws RangeError if the range is not within -1..1 or reversed.
 * @see https://docs.opencv.org/4.x/d9/d0c/group__calib3d.html (initUndistortRectifyMap)
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomOpticalDistortion } from "@tensorloom/image";
 *
 * const augment = randomOpticalDistortion({ strength: [-0.4, 0.4], outside: "reflect" });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomOpticalDistortion(options: RandomOpticalDistortionOptions = {}): Augmentation {
  const name = "randomOpticalDistortion";
  const { strength = [-0.3, 0.3], method, outside } = checkOptions(name, options, KNOWN);
  const [least, most] = checkRange(`${name}: strength`, strength);
  finite(`${name}: strength[1]`, most, finite(`${name}: strength[0]`, least, -1, 1), 1);
  const warp = checkWarp(name, { method, outside });
  return drawnAugmentation((image, random) => {
    const { height, width } = checkImage(name, image);
    const drawn = least + (most - least) * random.uniform();
    return remapping(name, opticalMap(height, width, drawn), warp);
  });
}
