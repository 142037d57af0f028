import { expect, it } from "vitest";
import { RECIPES } from "./recipes.ts";
import { recipeSchedule } from "./recipeSchedule.ts";

const close = (values: readonly number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 12) as unknown);

it("has the rates of the published notebooks", () => {
  const notebook = recipeSchedule(RECIPES.notebook, 8);
  expect([0, 10, 20, 21].map(notebook)).toEqual(close([1e-5, 3.05e-4, 6e-4, 4.802e-4])); // (6e-4 - 1e-6) 0.8 + 1e-6
  const folds = recipeSchedule(RECIPES.folds, 1); // 1.25e-6 for each of 32 images
  expect([0, 5, 6].map(folds)).toEqual(close([5e-6, 4e-5, 3.22e-5])); // (4e-5 - 1e-6) 0.8 + 1e-6
  const winner = recipeSchedule(RECIPES.winner, 1);
  expect([0, 1, 8, 15].map(winner)).toEqual(close([3e-5, 3e-4, 1.5e-4, 0])); // half a cosine wave of 14 epochs
});
