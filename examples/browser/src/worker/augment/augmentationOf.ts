import {
  type Augmentation,
  coarseDropout,
  colorJitter,
  compose,
  randAugment,
  randomAffine,
  randomFlipLeftRight,
  randomResizedCrop,
} from "@tensorloom/image";
import type { AugmentationName } from "../../messages/settings.ts";

const BUILDERS: Readonly<Record<AugmentationName, (size: number) => Augmentation>> = {
  flip: () => randomFlipLeftRight(),
  rotate: (size) =>
    randomAffine({ rotateDegrees: { uniform: 15 }, shiftPixels: { uniform: size / 16 }, outside: "reflect" }),
  zoom: (size) => randomResizedCrop({ height: size, width: size, area: [0.6, 1], antialias: true }),
  color: () => colorJitter({ brightness: 0.15, contrast: [0.8, 1.25], saturation: [0.7, 1.3], hue: 0.03 }),
  erase: () => coarseDropout({ holes: 1, side: 0.28, value: 128 }),
  policy: () => randAugment({ operations: 2, magnitude: 7, outside: "reflect" }),
};

/** The chosen augmentations, one after the other; undefined for an empty list. */
export function augmentationOf(names: readonly AugmentationName[], size: number): Augmentation | undefined {
  return names.length === 0 ? undefined : compose(...names.map((name) => BUILDERS[name](size)));
}
