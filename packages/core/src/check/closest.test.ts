import { expect, it } from "vitest";
import { closest } from "./closest.ts";

it.each([
  ["sise", "size"],
  ["epoch", "epochs"],
  ["dta", "data"],
  ["sedd", "seed"],
  ["epohcs", "epochs"],
  ["drop_remainder", "dropRemainder"],
  ["cycleLength", "cycle"],
  ["learning-rate", undefined],
  ["x", undefined],
])("takes %s for %s", (word, meant) => {
  expect(closest(word, ["data", "size", "epochs", "seed", "dropRemainder", "cycle"])).toBe(meant);
});

it("takes the nearest of several words that a word begins with", () => {
  expect(closest("maxBytesx", ["max", "maxBytes"])).toBe("maxBytes");
});

it("finds nothing among no words", () => {
  expect(closest("size", [])).toBeUndefined();
});

it("prefers the word with the fewest edits among words with the same beginning", () => {
  expect(closest("maxBytesx", ["max", "maxBytes"])).toBe("maxBytes");
});
