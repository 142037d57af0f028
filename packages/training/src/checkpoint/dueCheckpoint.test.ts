import { describe, expect, it } from "vitest";
import { createCheckpointTimer } from "./dueCheckpoint.ts";

describe("the timer of checkpoints", () => {
  it("counts steps and epochs of the run, and seconds from the last checkpoint", () => {
    let now = 5000;
    const timer = createCheckpointTimer({ every: { steps: 10, epochs: 2, seconds: 3 }, clock: () => now });
    expect([9, 10, 11, 20].map((steps) => timer.isDueAfterStep(steps, false))).toEqual([
      false,
      true,
      false,
      true,
    ]);
    expect([1, 2, 3].map((epochs) => timer.isDueAfterEpoch(epochs, false))).toEqual([false, true, false]);
    now += 3000;
    expect([
      timer.isDueAfterStep(1, false),
      timer.isDueAfterStep(1, true),
      timer.isDueAfterStep(10, true),
    ]).toEqual([true, false, true]);
    expect(timer.isDueAfterEpoch(1, false)).toBe(true);
    timer.begin();
    expect(timer.isDueAfterStep(1, false)).toBe(false);
  });
});
