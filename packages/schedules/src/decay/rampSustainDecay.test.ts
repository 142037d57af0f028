import { expect, it } from "vitest";
import { rampSustainDecay } from "./rampSustainDecay.ts";

it("begins at its peak if there is no ramp", () => {
  expect(rampSustainDecay({ start: 1, peak: 8, floor: 0, rampEpochs: 0, decay: 0.5 })(0)).toBe(8);
});

it("multiplies only the peak by the replicas", () => {
  const schedule = rampSustainDecay({ start: 1, peak: 2, floor: 1, rampEpochs: 2, decay: 0, replicas: 4 });
  expect([0, 1, 2, 3].map(schedule)).toEqual([1, 4.5, 8, 1]);
});

it("stays at the peak for sustainEpochs", () => {
  const schedule = rampSustainDecay({
    start: 0,
    peak: 4,
    floor: 0,
    rampEpochs: 1,
    sustainEpochs: 2,
    decay: 0.5,
  });
  expect([0, 1, 2, 3, 4].map(schedule)).toEqual([0, 4, 4, 4, 2]);
});
