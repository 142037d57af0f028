import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { resize } from "./resize.ts";
import { RESIZE_METHODS } from "./resizeMethods.ts";
import { resizeTaps } from "./resizeTaps.ts";

const row = { data: Float32Array.of(0, 4, 8, 12), height: 1, width: 4, channels: 1 };

describe("the plan of a resize", () => {
  it.each(RESIZE_METHODS)("%s: an output's weights add up to 1, and lie within the image", (method) => {
    const side = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(side, side, fc.boolean(), (input, output, antialias) => {
        const { starts, weights } = resizeTaps(method, antialias, input, output);
        expect([starts.length, weights.length]).toEqual([output, output]);
        weights.forEach((mine, i) => {
          expect(mine.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
          expect(starts[i] >= 0 && starts[i] + mine.length <= input).toBe(true);
        });
      }),
    );
  });

  const sharp = RESIZE_METHODS.filter((method) => method !== "mitchell" && method !== "gaussian"); // these blur

  it.each(sharp)("%s: is the image itself at its own size", (method) => {
    const { data } = resize(row, { height: 1, width: 4, method });
    data.forEach((value, i) => expect(value).toBeCloseTo(row.data[i], 5));
  });
});

describe("resize", () => {
  it("interpolates between centres, and repeats the edge", () => {
    expect(Array.from(resize(row, { height: 1, width: 8 }).data)).toEqual([0, 1, 3, 5, 7, 9, 11, 12]);
  });

  it("shrinks by looking at two pixels, or at all with antialiasing", () => {
    // By hand: at 1.5 and 5.5 of 8 bilinear takes halves of its neighbours; stretched four-fold it weighs all in reach.
    const ramp = { data: Float32Array.of(0, 0, 0, 0, 8, 8, 8, 8), height: 1, width: 8, channels: 1 };
    expect(Array.from(resize(ramp, { height: 1, width: 2 }).data)).toEqual([0, 8]);
    const [left, right] = resize(ramp, { height: 1, width: 2, antialias: true }).data;
    // weights 1 - |k + 0.5 - 2| / 4 for k = 0..5: 5 7 7 5 3 1 eighths of 28/8
    expect(left).toBeCloseTo((8 * 4) / 28, 5);
    expect(right).toBeCloseTo(8 - (8 * 4) / 28, 5);
  });

  it("area is the mean of what an output pixel covers", () => {
    expect(Array.from(resize(row, { height: 1, width: 2, method: "area" }).data)).toEqual([2, 10]);
    const [first] = resize(row, { height: 1, width: 3, method: "area" }).data;
    expect(first).toBeCloseTo((0 + 4 / 3) / (4 / 3), 5);
  });

  it("keeps bytes bytes, rounded and within 0..255", () => {
    const edge = { data: Uint8Array.of(0, 0, 255, 255), height: 1, width: 4, channels: 1 };
    const { data } = resize(edge, { height: 1, width: 16, method: "bicubic" });
    expect(data).toBeInstanceOf(Uint8Array);
    expect([Math.min(...data), Math.max(...data)]).toEqual([0, 255]);
    expect(
      Array.from(resize({ ...edge, data: Uint8Array.of(0, 1, 1, 1) }, { height: 1, width: 8 }).data),
    ).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
  });

  it("keeps channels apart", () => {
    const two = { data: Uint8Array.of(0, 200, 100, 0), height: 1, width: 2, channels: 2 };
    expect(Array.from(resize(two, { height: 1, width: 4 }).data)).toEqual([0, 200, 25, 150, 75, 50, 100, 0]);
  });

  it.each([
    [{ height: 0, width: 1 }, "resize: height must be an integer of at least 1, got 0"],
    [{ height: 1, width: NaN }, "resize: width must be an integer of at least 1, got NaN"],
    [
      { height: 1, width: 1, method: "cubic" as "bicubic" },
      'resize: method must be one of "nearest", "bilinear",',
    ],
  ])("refuses %o", (options, sentence) => {
    expect(() => resize(row, options)).toThrow(sentence);
  });
});
