import { describe, expect, it } from "vitest";
import { oneCycle } from "./oneCycle.ts";

/** PyTorch's anneal_strategy "cos", as its documentation words it: from start to end as place goes from 0 to 1. */
const cosineBetween = (start: number, end: number, place: number): number =>
  end + ((start - end) / 2) * (Math.cos(Math.PI * place) + 1);

describe("oneCycle", () => {
  it("rises to step rise * steps - 1 and falls to step steps - 1", () => {
    const schedule = oneCycle({ peak: 0.1, steps: 100 });
    for (const step of [0, 1, 14, 28, 29])
      expect(schedule(step)).toBeCloseTo(cosineBetween(0.004, 0.1, step / 29), 15);
    for (const step of [30, 50, 98, 99])
      expect(schedule(step)).toBeCloseTo(cosineBetween(0.1, 4e-7, (step - 29) / 70), 15);
  });

  it("begins, peaks and ends at the named rates, and stays there", () => {
    const schedule = oneCycle({ peak: 8, steps: 20, rise: 0.5, startDivisor: 4, endDivisor: 16 });
    expect([0, 9, 19, 20, 1e9].map(schedule)).toEqual([2, 8, 0.125, 0.125, 0.125]);
  });

  it("goes in straight lines where asked", () => {
    const schedule = oneCycle({
      peak: 10,
      steps: 12,
      rise: 0.5,
      startDivisor: 5,
      endDivisor: 2,
      slope: "linear",
    });
    [2, 3.6, 5.2, 6.8, 8.4, 10, 8.5, 7, 5.5, 4, 2.5, 1].forEach((rate, step) =>
      expect(schedule(step)).toBeCloseTo(rate, 12),
    );
  });

  it.each([0, 1])("stays within its bounds where the rise is %s of the steps", (rise) => {
    const rates = Array.from({ length: 12 }, (_, step) => oneCycle({ peak: 1, steps: 10, rise })(step));
    for (const rate of rates) expect(rate >= 0 && rate <= 1).toBe(true);
    expect(rates[9]).toBeCloseTo(1 / 25 / 10_000, 15);
  });
});
