import type { Flag } from "../cli/flag.ts";

/** The flag of `train` that chooses a recipe. */
export const RECIPE_FLAG: Readonly<Record<string, Flag>> = {
  recipe: {
    value: "NAME",
    help: "train as a published solution does: notebook (cell for cell), folds (five\nfolds of TFRecords) or winner (diagnoses, metadata, five dropouts); the\nother flags then replace parts of the recipe",
  },
};

/** The flags that replace parts of a recipe which other trainings do not have. */
export const RECIPE_PART_FLAGS: Readonly<Record<string, Flag>> = {
  external: {
    value: "DIR",
    help: "more train*.tfrec files, of other years: they train and are scored, and\nchoose no epoch; the AUC without them is printed too",
  },
  folds: { value: "N", help: "number of folds, at least 2; default the recipe's, 5" },
  classes: {
    value: "N",
    help: "2: malignant or not; 4 or 9: diagnoses, and the score is the probability of\nthe malignant ones; default the recipe's",
  },
  metadata: {
    value: "yes|no",
    help: "whether the model also reads sex, age, site, the patient's number of images\nand the file's size; default the recipe's",
  },
  ensemble: {
    value: "LIST",
    help: "several models of the recipe winner, whose ranks are averaged, such as\n9c_meta_b4_640,4c_b5_640: classes, metadata, network, size",
  },
};
