import { expect, it } from "vitest";
import { linear } from "./linear.ts";

it("changes linearly and stays at its end", () => {
  const schedule = linear({ start: 0.3, end: 0.1, steps: 8 });
  for (let step = 0; step <= 8; step++)
    expect(schedule(step)).toBeCloseTo((0.3 * (8 - step) + 0.1 * step) / 8, 15);
  expect(schedule(9)).toBeCloseTo(0.1, 15);
});
