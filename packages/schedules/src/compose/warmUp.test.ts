import { expect, it } from "vitest";
import { exponential } from "../decay/exponential.ts";
import { warmUp } from "./warmUp.ts";

const halving = exponential({ start: 0.8, decay: 0.5, steps: 1 });

it("rises to the schedule's first rate, then follows it from its step 0", () => {
  const schedule = warmUp(halving, { steps: 4, start: 0.4 });
  [0.4, 0.5, 0.6, 0.7, 0.8, 0.4, 0.2].forEach((rate, step) => expect(schedule(step)).toBeCloseTo(rate, 15));
});

it("with 0 steps returns the rates of the schedule", () => {
  expect([0, 1, 2].map(warmUp(halving, { steps: 0 }))).toEqual([0.8, 0.4, 0.2]);
});
