import { describe, expect, it } from "vitest";
import { cosineRestarts } from "./cosineRestarts.ts";

describe("cosineRestarts", () => {
  it.each([1, 1.1, 1.5, 2, 3])("restarts exactly at the start of cycles that grow by %s", (lengthen) => {
    const schedule = cosineRestarts({ start: 1, steps: 10, lengthen, lower: 0.5 });
    let begin = 0;
    for (let fall = 0; fall < 12; begin += 10 * lengthen ** fall, fall++) {
      expect(schedule(begin + 1e-6)).toBeCloseTo(0.5 ** fall, 9); // a hair after, so that no rounding puts it before
      if (fall > 0) expect(schedule(begin - 1e-6)).toBeCloseTo(0, 9);
    }
  });

  it("takes no longer after many cycles", () => {
    const schedule = cosineRestarts({ start: 1, steps: 1, lengthen: 1 });
    expect(schedule(1e15)).toBe(1);
  });
});
