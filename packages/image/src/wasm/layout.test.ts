import { expect, it } from "vitest";
import { acquireKernels } from "./kernels.ts";
import { aligned, halfwayIn } from "./layout.ts";

it("rounds sizes up to multiples of 16 with a vector between, also those above 2 GiB", () => {
  const sizes = [0, 1, 16, 17, 2 ** 31, 2 ** 32 + 1];
  expect(sizes.map(aligned)).toEqual([32, 48, 48, 64, 2 ** 31 + 32, 2 ** 32 + 48]);
});

it("finds the next middle of a page of 4 KB", () => {
  expect([0, 1, 2048, 2049, 6144, 6145, 2 ** 32].map(halfwayIn)).toEqual([
    2048,
    2048,
    2048,
    6144,
    6144,
    10_240,
    2 ** 32 + 2048,
  ]);
});

it("has no kernels for an image that no memory holds, and has them for the next", () => {
  expect(acquireKernels(aligned(2 ** 32))).toBeUndefined();
  expect(acquireKernels(aligned(100))).toBeDefined();
});
