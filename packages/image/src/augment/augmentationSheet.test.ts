import { random } from "@tensorloom/core";
import { expect, it } from "vitest";
import type { Augmentation } from "../transform/augmentation.ts";
import { augmentationSheet } from "./augmentationSheet.ts";
import { randomFlipLeftRight } from "./randomFlip.ts";

const picture = (level: number): { data: Uint8Array; height: number; width: number; channels: number } => ({
  data: Uint8Array.of(level, level + 1),
  height: 1,
  width: 2,
  channels: 1,
});

it("shows each image, and beside it what becomes of it", () => {
  const sheet = augmentationSheet([picture(10), picture(20)], randomFlipLeftRight(), {
    seed: 3,
    columns: 4,
    gapPixels: 0,
  });
  expect([sheet.height, sheet.width, sheet.channels]).toEqual([2, 10, 3]);
  const expected = [10, 20].flatMap((level, row) => [
    ...picture(level).data,
    ...[0, 1, 2, 3].flatMap((column) => [
      ...randomFlipLeftRight()(picture(level), random(3, column, row)).data,
    ]),
  ]);
  expect(Array.from(sheet.data.filter((_, i) => i % 3 === 0))).toEqual(expected);
});

it("fits pictures of any size and kind into cells of one", () => {
  const photo = { data: new Float32Array(20 * 30 * 4).fill(1), height: 20, width: 30, channels: 4 };
  const sheet = augmentationSheet([picture(9), photo], (same) => same, { columns: 1, height: 8, width: 6 });
  expect([sheet.height, sheet.width]).toEqual([18, 14]);
  expect(sheet.data[(14 * 14 + 3) * 3]).toBe(255); // the photograph, in the middle of its cell
  expect(sheet.data[(10 * 14 + 3) * 3]).toBe(0); // and above it
});

it("refuses no images, and what is not an augmentation", () => {
  expect(() => augmentationSheet([], randomFlipLeftRight())).toThrow(
    "augmentationSheet: images must be an integer of at least 1, got 0",
  );
  expect(() => augmentationSheet(picture(1) as unknown as [], randomFlipLeftRight())).toThrow(
    "augmentationSheet: images must be a list, got an object",
  );
  expect(() => augmentationSheet([picture(1)], randomFlipLeftRight(), { gapPixels: -1 })).toThrow(
    "augmentationSheet: gapPixels must be an integer of at least 0, got -1",
  );
  const five = { data: new Uint8Array(5), height: 1, width: 1, channels: 5 };
  expect(() => augmentationSheet([five], randomFlipLeftRight())).toThrow(
    "augmentationSheet: image must have 1 to 4 channels, got 1x1x5",
  );
  expect(() => augmentationSheet([picture(1)], 3 as unknown as Augmentation)).toThrow(
    "augmentationSheet: augmentation must be a function, got 3",
  );
});
