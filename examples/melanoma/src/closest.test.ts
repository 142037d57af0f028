import { expect, it } from "vitest";
import { closest } from "./closest.ts";

it.each([
  ["sise", "size"],
  ["epoch", "epochs"],
  ["dta", "data"],
  ["sedd", "seed"],
  ["learning-rate", undefined],
  ["x", undefined],
])("takes %s for %s", (word, meant) => {
  expect(closest(word, ["data", "size", "epochs", "seed"])).toBe(meant);
});
