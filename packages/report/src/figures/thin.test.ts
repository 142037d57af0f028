import { expect, it } from "vitest";
import { thin, thinCurve } from "./thin.ts";

const line = Array.from({ length: 1001 }, (_, at) => at / 1000);

it("thin keeps the first and the last point, and even steps between", () => {
  expect(thin(line, 5)).toEqual([0, 0.25, 0.5, 0.75, 1]);
  expect(thin([1, 2], 5)).toEqual([1, 2]);
});

it("thinCurve keeps points evenly along the curve, however many it has at one place", () => {
  // A thousand points are equal to 0; then the curve moves to 1 in ten steps.
  const points = [...line.map(() => 0), ...Array.from({ length: 10 }, (_, at) => (at + 1) / 10)];
  const kept = thinCurve(points, 11, (x) => [x, x]);
  expect(kept.length).toBeLessThanOrEqual(11);
  expect(kept.filter((x) => x > 0).length).toBeGreaterThanOrEqual(8);
  expect(kept.filter((x) => x === 0).length).toBeLessThanOrEqual(2);
  expect([kept[0], kept.at(-1)]).toEqual([0, 1]);
});
