import { checkOptions, finite, integer, type OptionKinds } from "@tensorloom/core/internal";
import { checkImage } from "../image/image.ts";
import type { Augmentation } from "../transform/augmentation.ts";
import { drawnAugmentation } from "../transform/change.ts";
import { checkWarp, WARP_OPTIONS, type WarpOptions } from "../warp/warpAffine.ts";
import { gridMap } from "./gridMap.ts";
import { remapping } from "./remapping.ts";

/**
 * Options of {@link randomGridDistortion}.
 *
 * @inline
 */
export interface RandomGridDistortionOptions extends WarpOptions {
  /** The number of columns and of rows, from 1 to 100; default 5. */
  readonly cells?: number | undefined;
  /** The largest change of a column's width or a row's height, relative to it, from 0 to 0.9; default 0.3. */
  readonly limit?: number | undefined;
}

const KNOWN: OptionKinds<RandomGridDistortionOptions> = { ...WARP_OPTIONS, cells: "number", limit: "number" };

/**
 * Stretches and squeezes the columns and rows of a grid at random.
 *
 * Each factor is uniform in `1 - limit .. 1 + limit`; all are then scaled so that the image keeps its size. This is
 * albumentations' `GridDistortion` with `normalized=True`.
 *
 * @throws RangeError if an option is out of range.
 * @example
 * ```ts
 * import { random } from "@tensorloom/core";
 * import { randomGridDistortion } from "@tensorloom/image";
 *
 * const augment = randomGridDistortion({ cells: 5, limit: 0.3 });
 * const image = { data: new Uint8Array(64 * 64 * 3), height: 64, width: 64, channels: 3 };
 * augment(image, random(42, 0, 7)).width; // => 64
 * ```
 */
export function randomGridDistortion(options: RandomGridDistortionOptions = {}): Augmentation {
  const name = "randomGridDistortion";
  const { cells = 5, limit = 0.3, method, outside } = checkOptions(name, options, KNOWN);
  integer(`${name}: cells`, cells, 1, 100);
  finite(`${name}: limit`, limit, 0, 0.9);
  const warp = checkWarp(name, { method, outside });
  return drawnAugmentation((image, random) => {
    const { height, width } = checkImage(name, image);
    const draw = (): readonly number[] =>
      Array.from({ length: cells }, () => 1 + limit * (2 * random.uniform() - 1));
    return remapping(name, gridMap(height, width, draw(), draw()), warp);
  });
}
