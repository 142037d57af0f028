import { describe, expect, it } from "vitest";
import { affineMatrix, type AffineMatrix } from "./affineMatrix.ts";
import { flipLeftRight } from "../geometry/flip.ts";
import { gaussianBlur } from "../resample/gaussianBlur.ts";
import type { Image } from "../image/image.ts";
import { rot90 } from "../geometry/rot90.ts";
import { warpAffine } from "./warpAffine.ts";

const size = 9;
const image: Image<Uint8Array> = {
  data: Uint8Array.from({ length: size * size * 3 }, (_, i) => (i * 53) % 256),
  height: size,
  width: size,
  channels: 3,
};

describe.each(["nearest", "bilinear"] as const)("a warp by %s", (method) => {
  it("of nothing is the image", () => {
    expect(warpAffine(image, affineMatrix(image, {}), { method })).toEqual(image);
  });

  it.each([1, 2, 3, -1])("of %s quarters counterclockwise is rot90", (quarters) => {
    expect(warpAffine(image, affineMatrix(image, { rotateDegrees: 90 * quarters }), { method })).toEqual(
      rot90(image, quarters),
    );
  });

  it("of a mirror's matrix is a flip", () => {
    expect(warpAffine(image, [-1, 0, size - 1, 0, 1, 0], { method })).toEqual(flipLeftRight(image));
  });

  it("shifts to the right and down", () => {
    const row = { data: Uint8Array.of(1, 2, 3, 4), height: 2, width: 2, channels: 1 };
    const shifted = (outside: "edge" | number): readonly number[] =>
      Array.from(warpAffine(row, affineMatrix(row, { shiftPixels: [1, 1] }), { method, outside }).data);
    expect(shifted("edge")).toEqual([1, 1, 1, 1]);
    expect(shifted(9)).toEqual([9, 9, 9, 1]);
  });
});

describe("affineMatrix", () => {
  const apply = ([a, b, c, d, e, f]: AffineMatrix, x: number, y: number): readonly number[] => [
    a * x + b * y + c,
    d * x + e * y + f,
  ];

  it("does not move the middle", () => {
    const matrix = affineMatrix(
      { height: 5, width: 9 },
      { rotateDegrees: 33, shearDegrees: 20, zoom: [2, 0.5] },
    );
    apply(matrix, 4, 2).forEach((place, i) => expect(place).toBeCloseTo([4, 2][i], 12));
  });

  it("leans upright lines by the shear, and leaves level ones level", () => {
    // By hand: a picture's point one above the middle comes to be tan(45 degrees) = 1 to its right or left.
    const matrix = affineMatrix({ height: 3, width: 3 }, { shearDegrees: 45 });
    apply(matrix, 0, 1).forEach((place, i) => expect(place).toBeCloseTo([0, 1][i], 12));
    expect(Math.abs(apply(matrix, 1, 0)[0] - 1)).toBeCloseTo(1, 12);
    expect(apply(matrix, 1, 0)[1]).toBeCloseTo(0, 12);
  });

  it.each([
    [{ zoom: 0 }, "affineMatrix: zoom must be above 0, got 0"],
    [{ zoom: [1, -1] as const }, "affineMatrix: zoom must be above 0, got -1"],
    [{ shearDegrees: 90 }, "affineMatrix: shearDegrees must be a finite number from -89 to 89, got 90"],
    [{ rotateDegrees: NaN }, "affineMatrix: rotateDegrees must be a finite number, got NaN"],
  ])("refuses %o", (options, sentence) => {
    expect(() => affineMatrix(image, options)).toThrow(new RangeError(sentence));
  });
});

describe("gaussianBlur", () => {
  it("keeps one colour as it is, to the border", () => {
    const flat = { ...image, data: new Uint8Array(image.data.length).fill(77) };
    expect(gaussianBlur(flat, 2.5)).toEqual(flat);
  });

  it("spreads a dot by the bell curve", () => {
    const dot = { data: new Float32Array(21 * 21), height: 21, width: 21, channels: 1 };
    dot.data[10 * 21 + 10] = 1;
    const { data } = gaussianBlur(dot, 1.5);
    const bell = (d: number): number => Math.exp(-(d ** 2) / (2 * 1.5 ** 2));
    expect(data[10 * 21 + 12] / data[10 * 21 + 10]).toBeCloseTo(bell(2), 5);
    expect(data[11 * 21 + 12] / data[10 * 21 + 10]).toBeCloseTo(bell(2) * bell(1), 5);
    expect(data.reduce((a, b) => a + b)).toBeCloseTo(1, 5);
  });
});
