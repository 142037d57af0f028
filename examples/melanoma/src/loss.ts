import { binaryCrossEntropy, type Loss, sparseCategoricalCrossEntropy } from "@tensorloom/training";
import { readsMiddleStages } from "./backbone/middleStages.ts";
import type { Options } from "./cli/options.ts";

/** 0.1 and 0.9 instead of 0 and 1, which was best in cross-validation. */
const LABEL_SMOOTHING = 0.2;

/** The notebook's loss; for a head that reads the middle stages of two classes, with label smoothing. */
export function buildLoss(classes: number, recipe: Pick<Options, "train" | "weights">): Loss {
  if (classes > 2) return sparseCategoricalCrossEntropy();
  return binaryCrossEntropy({ labelSmoothing: readsMiddleStages(recipe) ? LABEL_SMOOTHING : 0 });
}
