import { expect, it } from "vitest";
import { splitByFile } from "./splitFiles.ts";

const files = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, i) => `train${String(i)}`);

it.each([
  [2, 1],
  [8, 1],
  [10, 1],
  [16, 2], // the competition: 14 files, 28,984 images to learn from, 2 files, 4,142 images
])("of %i files keeps %i for validation", (count, held) => {
  const { train, validation } = splitByFile(files(count), 42);
  expect(validation).toHaveLength(held);
  expect([...train, ...validation].sort()).toEqual([...files(count)].sort());
  expect(train).toEqual([...train].sort((a, b) => files(count).indexOf(a) - files(count).indexOf(b)));
});

it("is the same for the same seed, and another for another", () => {
  const held = (seed: number): string => splitByFile(files(16), seed).validation.join();
  expect(held(42)).toBe(held(42));
  expect(new Set([1, 2, 3, 4, 5].map(held)).size).toBeGreaterThan(2);
});

it("refuses a single file", () => {
  expect(() => splitByFile(files(1), 42)).toThrow(
    "training and validation are split by file, so at least 2 train files are needed, got 1",
  );
});
