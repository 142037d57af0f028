import { expect, it } from "vitest";
import { DATA_FLAGS } from "../cli/dataFlags.ts";
import { parseRecipe } from "./parseRecipe.ts";

it("leaves the flags of data to a command that reads them", () => {
  const flags = new Map([
    ["group-pattern", "(.)"],
    ["image-pattern", "{}.jpg"],
  ]);
  expect(parseRecipe(flags, "folds", DATA_FLAGS).recipe.name).toBe("folds");
  expect(() => parseRecipe(flags, "folds")).toThrow("--group-pattern is part of the recipe folds");
});

it("refuses a flag that the recipe decides", () => {
  expect(() => parseRecipe(new Map([["optimizer", "sgd"]]), "folds", DATA_FLAGS)).toThrow(
    "--optimizer is part of the recipe folds; leave it out, or train without --recipe",
  );
});
