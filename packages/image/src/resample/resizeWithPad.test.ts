import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resizeWithPad } from "./resizeWithPad.ts";

type Fit = readonly [
  height: number,
  width: number,
  targetHeight: number,
  targetWidth: number,
  top: number,
  left: number,
  rows: number,
  columns: number,
];

const fits = JSON.parse(
  readFileSync(new URL("../../fixtures/resize_with_pad.json", import.meta.url), "utf8"),
) as readonly Fit[];

/** The rows and columns of a target that an image of ones covers. */
function placed(height: number, width: number, targetHeight: number, targetWidth: number): readonly number[] {
  const image = { data: new Uint8Array(height * width).fill(1), height, width, channels: 1 };
  const { data } = resizeWithPad(image, { height: targetHeight, width: targetWidth, method: "nearest" });
  expect(data.length).toBe(targetHeight * targetWidth);
  const first = data.indexOf(1);
  const columns = data.subarray(first).findIndex((value) => value === 0);
  const [top, left] = [Math.floor(first / targetWidth), first % targetWidth];
  const wide = left + columns >= targetWidth || columns < 0 ? targetWidth - left : columns;
  return [top, left, data.reduce((sum, value) => sum + value, 0) / wide, wide];
}

describe("resizeWithPad", () => {
  it(`puts ${String(fits.length)} sizes as TensorFlow does`, () => {
    for (const [height, width, targetHeight, targetWidth, ...expected] of fits)
      expect([
        height,
        width,
        targetHeight,
        targetWidth,
        ...placed(height, width, targetHeight, targetWidth),
      ]).toEqual([height, width, targetHeight, targetWidth, ...expected]);
  });

  it("fits any size into any other, and touches two borders, but for a row or column of rounding", () => {
    const side = fc.integer({ min: 1, max: 300 });
    fc.assert(
      fc.property(side, side, side, side, (height, width, targetHeight, targetWidth) => {
        const [top, left, rows, columns] = placed(height, width, targetHeight, targetWidth);
        expect(top + rows <= targetHeight && left + columns <= targetWidth).toBe(true);
        expect(rows >= targetHeight - 1 || columns >= targetWidth - 1).toBe(true);
        expect(Math.abs(targetHeight - rows - 2 * top)).toBeLessThanOrEqual(2);
        expect(Math.abs(targetWidth - columns - 2 * left)).toBeLessThanOrEqual(2);
      }),
      { seed: 1, numRuns: 300 },
    );
  });
});
