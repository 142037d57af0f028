import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { kFold, numpyPermutation } from "../index.ts";

const file = new URL("../../fixtures/permutations.json", import.meta.url);
const goldens = JSON.parse(readFileSync(file, "utf8")) as {
  readonly orders: readonly { readonly length: number; readonly seed: number; readonly order: number[] }[];
  readonly long: { readonly length: number; readonly seed: number; readonly sha256: string };
  readonly trainTestSplit: { readonly train: number[]; readonly test: number[] };
  readonly kFold: readonly number[][];
};

it.each(goldens.orders)("orders $length numbers by seed $seed as numpy does", ({ length, seed, order }) => {
  expect([...numpyPermutation(length, seed)]).toEqual(order);
});

it("orders a hundred thousand numbers as numpy does", () => {
  const { length, seed, sha256 } = goldens.long;
  expect(createHash("sha256").update(numpyPermutation(length, seed)).digest("hex")).toBe(sha256);
});

it("holds the splits of scikit-learn", () => {
  const order = [...numpyPermutation(16, 42)];
  expect({ train: order.slice(2), test: order.slice(0, 2) }).toEqual(goldens.trainTestSplit);
  const shards = numpyPermutation(15, 42);
  const folds = kFold(15, { shuffle: false }).map(({ validation }) => validation.map((at) => shards[at]));
  expect(folds.map((fold) => fold.sort((a, b) => a - b))).toEqual(goldens.kFold);
});

it.each([
  [-1, 0, "length must be an integer from 0 to 4294967295, got -1"],
  [3, 2 ** 32, "seed must be an integer from 0 to 4294967295, got 4294967296"],
])("throws for %i and %i", (length, seed, message) => {
  expect(() => numpyPermutation(length, seed)).toThrow(`numpyPermutation: ${message}`);
});
