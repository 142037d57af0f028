import type { Recipe } from "./recipe.ts";

/** The notebook that this example is about: B6 at 1024 pixels on eight TPU cores. */
const NOTEBOOK: Recipe = {
  name: "notebook",
  model: "B6",
  weights: "imagenet-autoaugment",
  size: 1024,
  batch: 8,
  epochs: 1,
  head: { hidden: 512 },
  classes: 2,
  metadata: false,
  labelSmoothing: 0,
  clipNorm: undefined,
  schedule: {
    form: "ramp",
    start: 1e-5,
    peak: 7.5e-5,
    peakOf: "replica",
    floor: 1e-6,
    rampEpochs: 20,
    decay: 0.8,
  },
  augmentation: "notebook",
  preprocessing: "unit",
  monitor: "val_loss",
  views: { kind: "mirrored", count: 1 },
  folds: 0,
  randomState: 42,
};

/**
 * Five folds by shard, with strong augmentation.
 *
 * @see https://www.kaggle.com/code/cdeotte/triple-stratified-kfold-with-tfrecords
 */
const FOLDS: Recipe = {
  ...NOTEBOOK,
  name: "folds",
  size: 384,
  batch: 32,
  epochs: 12,
  head: {},
  labelSmoothing: 0.05,
  schedule: {
    form: "ramp",
    start: 5e-6,
    peak: 1.25e-6,
    peakOf: "image",
    floor: 1e-6,
    rampEpochs: 5,
    decay: 0.8,
  },
  augmentation: "folds",
  views: { kind: "augmented", count: 11 },
  folds: 5,
};

/**
 * One model of the first place: diagnoses as classes, metadata beside the image, five dropouts.
 *
 * @see Ha, Liu and Liu 2020, arXiv:2010.05351; https://github.com/haqishen/SIIM-ISIC-Melanoma-Classification-1st-Place-Solution
 */
const WINNER: Recipe = {
  ...FOLDS,
  name: "winner",
  model: "B4",
  weights: "noisy-student",
  size: 640,
  batch: 64,
  epochs: 15,
  head: { dropouts: 5 },
  classes: 9,
  metadata: true,
  labelSmoothing: 0,
  clipNorm: 0.5,
  schedule: { form: "warm-up, cosine", start: 3e-5, peak: 3e-4, warmUpEpochs: 1 },
  augmentation: "winner",
  preprocessing: "imagenet",
  monitor: "val_auc",
  views: { kind: "mirrored", count: 8 },
};

/** The recipes by the name of `--recipe`. */
export const RECIPES: Readonly<Record<Recipe["name"], Recipe>> = {
  notebook: NOTEBOOK,
  folds: FOLDS,
  winner: WINNER,
};
