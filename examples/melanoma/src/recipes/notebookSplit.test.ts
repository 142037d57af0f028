import { expect, it } from "vitest";
import { splitAsNotebook } from "./notebookSplit.ts";

it("splits 16 files as scikit-learn does", () => {
  const { train, validation } = splitAsNotebook([...Array(16).keys()], 42);
  expect(train).toEqual([5, 14, 13, 11, 8, 9, 2, 15, 4, 7, 10, 12, 3, 6]); // of fixtures/permutations.py in data
  expect(validation).toEqual([0, 1]);
  expect(() => splitAsNotebook(["a"], 42)).toThrow("at least 2 train files are needed, got 1");
});
