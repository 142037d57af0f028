import {
  type Augmentation,
  coarseDropout,
  colorJitter,
  compose,
  randomAffine,
  randomApply,
  randomBlur,
  randomChoice,
  randomFlipLeftRight,
  randomFlipUpDown,
  randomNoise,
  transpose,
} from "@tensorloom/image";
import type { Recipe } from "./recipe.ts";

/** What each recipe does to a training image. */
const AUGMENTATIONS: Readonly<Record<Recipe["augmentation"], Augmentation>> = {
  notebook: randomFlipLeftRight(),
  folds: compose(
    randomAffine({ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8, method: "nearest" }),
    randomFlipLeftRight(),
    colorJitter({ saturation: [0.7, 1.3], contrast: [0.8, 1.2], brightness: 0.1 }),
  ),
  winner: compose(
    randomApply(0.5, (image) => transpose(image)),
    randomFlipUpDown(),
    randomFlipLeftRight(),
    randomApply(0.75, colorJitter({ brightness: 0.2, contrast: [0.8, 1.2] })),
    randomApply(0.7, randomChoice(randomBlur({ sigma: [0.5, 2] }), randomNoise({ deviation: [0.01, 0.03] }))),
    randomApply(0.5, colorJitter({ hue: 10 / 360, saturation: [0.8, 1.2] })),
    randomApply(0.85, randomAffine({ rotateDegrees: 10, zoom: 0.06, shiftPixels: 20, outside: 0 })),
    randomApply(0.7, coarseDropout({ holes: 1, side: 0.375 })),
  ),
};

/** The augmentation of a recipe. */
export function recipeAugmentation({ augmentation }: Pick<Recipe, "augmentation">): Augmentation {
  return AUGMENTATIONS[augmentation];
}
