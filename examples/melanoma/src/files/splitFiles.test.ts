import { expect, it } from "vitest";
import { splitFiles } from "./splitFiles.ts";

const files = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `train${String(i)}`);

it.each([
  [2, 1],
  [8, 1],
  [10, 1],
  [16, 2], // the competition: 14 files of 28,984 images for training, 2 files of 4,142 images for validation
])("of %i files holds back %i for validation", (count, expected) => {
  const { train, validation } = splitFiles(files(count), 42);
  expect(validation).toHaveLength(expected);
  expect([...train, ...validation].sort()).toEqual([...files(count)].sort());
  expect(train).toEqual([...train].sort((a, b) => files(count).indexOf(a) - files(count).indexOf(b)));
});

it("depends on the seed alone", () => {
  const heldBack = (seed: number): string => splitFiles(files(16), seed).validation.join();
  expect(heldBack(42)).toBe(heldBack(42));
  expect(new Set([1, 2, 3, 4, 5].map(heldBack)).size).toBeGreaterThan(2);
});

it("refuses a single file", () => {
  expect(() => splitFiles(files(1), 42)).toThrow(
    "training and validation are split by file, so at least 2 train files are needed, got 1",
  );
});
