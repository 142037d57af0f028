import {
  type Augmentation,
  clahe,
  coarseDropout,
  colorJitter,
  compose,
  medianBlur,
  randomAffine,
  randomApply,
  randomBlur,
  randomChoice,
  randomElastic,
  randomFlipLeftRight,
  randomFlipUpDown,
  randomGridDistortion,
  randomMotionBlur,
  randomNoise,
  randomOpticalDistortion,
  transpose,
} from "@tensorloom/image";
import type { Recipe } from "./recipe.ts";

/** Returns what a recipe does to a training image. */
export function recipeAugmentation({
  augmentation,
  size,
}: Pick<Recipe, "augmentation" | "size">): Augmentation {
  switch (augmentation) {
    case "notebook":
      return randomFlipLeftRight();
    case "folds":
      return compose(
        randomAffine({ rotateDegrees: 180, shearDegrees: 2, zoom: 1 / 8, shiftPixels: 8, method: "nearest" }),
        randomFlipLeftRight(),
        colorJitter({ saturation: [0.7, 1.3], contrast: [0.8, 1.2], brightness: 0.1 }),
      );
    case "winner":
      return winnerAugmentation(size);
  }
}

/** The standard deviation of uniform numbers in -1..1, by which normal ones replace the uniform ones of the solution. */
const UNIFORM = Math.sqrt(1 / 3);

/**
 * The augmentation of the first place, as far as the amounts have the same meaning here.
 *
 * @see https://github.com/haqishen/SIIM-ISIC-Melanoma-Classification-1st-Place-Solution (dataset.py)
 */
function winnerAugmentation(size: number): Augmentation {
  const blurOrNoise = randomChoice(
    randomMotionBlur({ length: [3, 5] }),
    (image, random) => medianBlur(image, random.uniform() < 0.5 ? 3 : 5),
    randomBlur({ sigma: [0.5, 1.1] }), // OpenCV's of 3 to 5 pixels
    randomNoise({ deviation: [Math.sqrt(5) / 255, Math.sqrt(30) / 255] }),
  );
  const distortion = randomChoice(
    randomOpticalDistortion({ strength: [-1, 1] }),
    randomGridDistortion({ cells: 5, limit: 0.9 }),
    randomElastic({ alpha: 3, sigma: 50 }),
  );
  const affine = { rotateDegrees: 15 * UNIFORM, zoom: 0.1 * UNIFORM, shiftPixels: 0.1 * size * UNIFORM };
  return compose(
    randomApply(0.5, (image) => transpose(image)),
    randomFlipUpDown(),
    randomFlipLeftRight(),
    randomApply(0.75, colorJitter({ brightness: 0.2 })),
    randomApply(0.75, colorJitter({ contrast: [0.8, 1.2] })),
    randomApply(0.7, blurOrNoise),
    randomApply(0.7, distortion),
    randomApply(0.7, (image) => clahe(image, { clipLimit: 4 })),
    randomApply(0.5, colorJitter({ hue: 10 / 180, saturation: [0.92, 1.08], brightness: 10 / 255 })),
    randomApply(0.85, randomAffine({ ...affine, outside: 0 })),
    randomApply(0.7, coarseDropout({ holes: 1, side: 0.375 })),
  );
}
