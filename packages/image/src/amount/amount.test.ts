import { random, type Random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import { randomAffine } from "../augment/randomAffine.ts";
import { affineMatrix } from "../warp/affineMatrix.ts";
import { warpAffine } from "../warp/warpAffine.ts";
import { createDraw, type RandomAmount } from "./amount.ts";

const zero = { center: 0 };
/** A generator whose draws are known. */
const fixed = (value: number): Random => ({ uniform: () => value, normal: () => value }) as unknown as Random;

describe("a random amount", () => {
  it.each([
    [10, 0.25, 0, 2.5],
    [{ normal: 10 }, 0.25, 0, 2.5],
    [{ normal: 0.5 }, -1, 1, 0.5],
    [{ uniform: 10 }, 0, 0, -10],
    [{ uniform: 10 }, 0.75, 0, 5],
    [{ uniform: 0.2 }, 0, 1, 0.8],
    [{ uniform: [20, 40] }, 0.25, 0, 25],
    [{ uniform: [0.5, 0.5] }, 0.9, 1, 0.5],
  ] as const)("%j of a draw of %d around %d is %d", (amount, drawn, center, expected) => {
    expect(createDraw("x", amount, { center })(fixed(drawn))).toBeCloseTo(expected, 12);
  });

  it("has the mean and deviation of its distribution", () => {
    const generator = random(42);
    const values = (amount: RandomAmount): readonly number[] => {
      const draw = createDraw("x", amount, zero);
      return Array.from({ length: 20_000 }, () => draw(generator));
    };
    const mean = (all: readonly number[]): number => all.reduce((sum, value) => sum + value, 0) / all.length;
    const deviation = (all: readonly number[]): number => Math.sqrt(mean(all.map((value) => value ** 2)));
    const [normal, uniform] = [values({ normal: 5 }), values({ uniform: 15 })];
    expect([mean(normal), mean(uniform)].every((value) => Math.abs(value) < 0.3)).toBe(true);
    expect(deviation(normal)).toBeCloseTo(5, 0);
    expect(deviation(uniform)).toBeCloseTo(15 / Math.sqrt(3), 0);
    expect(Math.max(...uniform.map(Math.abs))).toBeLessThanOrEqual(15);
  });

  it.each([
    [-1, "x must be a finite number of at least 0, got -1"],
    [{ normal: -1 }, "x.normal must be a finite number of at least 0, got -1"],
    [{ uniform: -1 }, "x.uniform must be a finite number of at least 0, got -1"],
    [{ uniform: [2, 1] }, "x.uniform[1] must be"],
    [{ uniform: [-90, 1] }, "x.uniform[0] must be a finite number from -60 to 60, got -90"],
    [{ uniform: [1] }, "x.uniform must be a number or a pair [least, most], got an array of 1"],
    [{ normal: 1, uniform: 1 }, "x must be a number, { normal } or { uniform }"],
    [{}, "x must be a number, { normal } or { uniform }"],
    [{ gaussian: 1 }, "x: unknown option gaussian"],
    ["15", 'x must be a number, { normal } or { uniform }, got "15"'],
  ])("%j is refused", (amount, sentence) => {
    expect(() => createDraw("x", amount as RandomAmount, { center: 0, least: -60, most: 60 })).toThrow(
      sentence,
    );
  });
});

describe("randomAffine", () => {
  const image = {
    data: Uint8Array.from({ length: 16 * 16 }, (_, i) => (i * 37) % 256),
    height: 16,
    width: 16,
    channels: 1,
  };

  it("draws rotation, shear, zooms and shifts from their distributions, in this order", () => {
    const augment = randomAffine({
      rotateDegrees: { uniform: 15 },
      shearDegrees: { normal: 2 },
      zoom: { uniform: [0.9, 1.3] },
      shiftPixels: { uniform: [1, 3] },
      outside: "mirror",
    });
    const draws = random(42, 0, 7);
    const matrix = affineMatrix(image, {
      rotateDegrees: -15 + 30 * draws.uniform(),
      shearDegrees: 2 * draws.normal(),
      zoom: [0.9 + 0.4 * draws.uniform(), 0.9 + 0.4 * draws.uniform()],
      shiftPixels: [1 + 2 * draws.uniform(), 1 + 2 * draws.uniform()],
    });
    expect(augment(image, random(42, 0, 7))).toEqual(warpAffine(image, matrix, { outside: "mirror" }));
  });

  it("takes a number for the deviation of a normal distribution", () => {
    const [number, object] = [
      randomAffine({ rotateDegrees: 30 }),
      randomAffine({ rotateDegrees: { normal: 30 } }),
    ];
    expect(number(image, random(1))).toEqual(object(image, random(1)));
    expect(number(image, random(1))).not.toEqual(image);
  });

  it("refuses a zoom that reaches 0", () => {
    expect(() => randomAffine({ zoom: { uniform: 1 } })).toThrow("randomAffine: zoom.uniform[0] must be");
    expect(() => randomAffine({ shearDegrees: { uniform: 61 } })).toThrow(
      "randomAffine: shearDegrees.uniform[0] must be",
    );
  });
});
