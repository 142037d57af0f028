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

  it("has straight slopes with slope: linear", () => {
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

  /** PyTorch's OneCycleLR.get_lr for its two phases, written out. */
  function pytorch(step: number, total: number, rise: number): number {
    const [peak, first, last] = [1, 1 / 25, 1 / 25 / 10_000];
    const ends = [rise * total - 1, total - 1];
    const phases = [
      { from: first, to: peak, start: 0, end: ends[0] },
      { from: peak, to: last, start: ends[0], end: ends[1] },
    ];
    const phase = step <= ends[0] ? phases[0] : phases[1];
    return cosineBetween(phase.from, phase.to, (step - phase.start) / (phase.end - phase.start));
  }

  it.each([0, 0.05, 0.15, 0.5, 0.99, 1])("follows PyTorch's formula if %s of the steps rise", (rise) => {
    const schedule = oneCycle({ peak: 1, steps: 10, rise });
    for (let step = 0; step < 10; step++) expect(schedule(step)).toBeCloseTo(pytorch(step, 10, rise), 14);
    expect(schedule(10)).toBe(schedule(9));
  });

  it("ends at the peak if all steps rise, with either slope", () => {
    for (const slope of ["cosine", "linear"] as const)
      expect(oneCycle({ peak: 3, steps: 4, rise: 1, slope })(3)).toBe(3);
  });
});
