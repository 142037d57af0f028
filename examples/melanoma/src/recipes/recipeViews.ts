import type { Random } from "@tensorloom/core";
import { flipLeftRight, flipUpDown, type Image, rot90, transpose } from "@tensorloom/image";
import type { NDArray } from "@tensorloom/data";
import type { InputBatch, PredictOptions } from "@tensorloom/training";
import { recipeAugmentation } from "./recipeAugmentation.ts";
import type { Recipe } from "./recipe.ts";

type View = (image: Image<Uint8Array>, random: Random) => Image<Uint8Array>;

/** A mole has no upright position: the ways to mirror and turn a square image, the image itself first. */
const MIRRORED: readonly View[] = [
  (image) => image,
  (image) => flipLeftRight(image),
  (image) => flipUpDown(image),
  (image) => rot90(image, 2),
  (image) => rot90(image, 1),
  (image) => rot90(image, 3),
  (image) => transpose(image),
  (image) => rot90(transpose(image), 2),
];

/** The views of a recipe, as options of `predict`; each changes the first input, the images. */
export function recipeViews(
  recipe: Pick<Recipe, "views" | "augmentation" | "size">,
  seed: number,
): Pick<PredictOptions, "augmentations" | "includeOriginal" | "seed"> {
  const { kind, count } = recipe.views;
  const augment = recipeAugmentation(recipe);
  const views: readonly View[] =
    kind === "augmented" ? Array.from({ length: count }, () => augment) : MIRRORED.slice(1, count);
  return {
    augmentations: views.map((view) => ({ batch: (inputs, random) => changeImages(inputs, view, random) })),
    includeOriginal: kind === "mirrored",
    seed,
  };
}

function changeImages(
  inputs: InputBatch["inputs"],
  view: View,
  random: (row: number) => Random,
): readonly NDArray[] {
  const [images, ...others] = "shape" in inputs ? [inputs] : inputs;
  const [rows, height, width, channels] = images.shape;
  const bytes = images.data;
  if (!(bytes instanceof Uint8Array)) throw new TypeError("recipeViews: images must be bytes");
  const size = height * width * channels;
  const data = new Uint8Array(bytes.length);
  for (let row = 0; row < rows; row++) {
    const image = { data: bytes.slice(row * size, (row + 1) * size), height, width, channels };
    data.set(view(image, random(row)).data, row * size);
  }
  return [{ data, shape: images.shape }, ...others];
}
