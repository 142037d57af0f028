import { random } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import type { Image } from "../image/image.ts";
import { cutMix } from "./cutMix.ts";
import { drawLambda } from "./drawLambda.ts";
import { mixUp } from "./mixUp.ts";

const flat = (value: number): Image<Uint8Array> => ({
  data: new Uint8Array(20 * 30 * 3).fill(value),
  height: 20,
  width: 30,
  channels: 3,
});

describe("the lambda", () => {
  it.each([0.2, 0.4, 1, 2, 8])(
    "of Beta(%s, same) has mean 1/2 and variance 1 / (4 (2 alpha + 1))",
    (alpha) => {
      const lambdas = Array.from({ length: 20_000 }, (_, i) => drawLambda(alpha, random(1, i)));
      const mean = lambdas.reduce((a, b) => a + b) / lambdas.length;
      const variance = lambdas.reduce((a, b) => a + (b - mean) ** 2, 0) / lambdas.length;
      expect(mean).toBeCloseTo(0.5, 1.5);
      expect(variance / (1 / (4 * (2 * alpha + 1)))).toBeCloseTo(1, 1);
      expect(lambdas.every((lambda) => lambda >= 0 && lambda <= 1)).toBe(true);
    },
  );

  it("of a tiny alpha is a number", () => {
    for (let i = 0; i < 200; i++) expect(drawLambda(1e-4, random(2, i))).not.toBeNaN();
  });
});

describe("mixUp", () => {
  it("mixes every value by the lambda, rounded", () => {
    for (let i = 0; i < 20; i++) {
      const { image, lambda } = mixUp({ alpha: 0.4 })(flat(200), flat(100), random(3, i));
      expect(new Set(image.data)).toEqual(new Set([Math.floor(100 + 100 * lambda + 0.5)]));
    }
  });
});

describe("cutMix", () => {
  it("takes a rectangle of the second image, whose area is 1 - lambda of the image", () => {
    for (let i = 0; i < 50; i++) {
      const { image, lambda } = cutMix()(flat(200), flat(100), random(4, i));
      const taken = image.data.filter((value) => value === 100).length;
      expect(taken / image.data.length).toBeCloseTo(1 - lambda, 9);
      expect(image.data.every((value) => value === 100 || value === 200)).toBe(true);
    }
  });
});

describe.each([
  ["mixUp", mixUp],
  ["cutMix", cutMix],
])("%s", (name, mixer) => {
  it("does the same with the same dice", () => {
    const [one, other] = [flat(9), flat(99)];
    expect(mixer()(one, other, random(42, 1))).toEqual(mixer()(one, other, random(42, 1)));
    expect([one, other]).toEqual([flat(9), flat(99)]);
  });

  it("refuses what does not fit", () => {
    const narrow = { ...flat(1), height: 30, width: 20 };
    expect(() => mixer()(flat(1), narrow, random(1))).toThrow(
      `${name}: images must be of one shape and kind, got 20x30x3 and 30x20x3`,
    );
    expect(() => mixer({ alpha: 0 })).toThrow(`${name}: alpha must be above 0, got 0`);
  });
});
