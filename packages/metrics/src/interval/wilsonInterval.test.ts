import { describe, expect, it } from "vitest";
import { wilsonInterval } from "./wilsonInterval.ts";

describe("wilsonInterval", () => {
  // scipy.stats.binomtest(hits, rows).proportion_ci(level, method="wilson")
  it.each([
    { hits: 8, rows: 10, level: 0.95, low: 0.4901624715366418, high: 0.9433178485456248 },
    { hits: 0, rows: 20, level: 0.95, low: 0, high: 0.16112515805281935 },
    { hits: 20, rows: 20, level: 0.95, low: 0.8388748419471808, high: 1 },
    { hits: 81, rows: 263, level: 0.99, low: 0.24013690268760768, high: 0.3852825023182298 },
    { hits: 1, rows: 1, level: 0.9, low: 0.2698659487840541, high: 1 },
    { hits: 500, rows: 1000, level: 0.5, low: 0.4893378056892053, high: 0.5106621943107947 },
  ])("is SciPy's: $hits of $rows, $level", ({ hits, rows, level, low, high }) => {
    const interval = wilsonInterval(hits, rows, { level });
    expect(interval.value).toBe(hits / rows);
    expect(interval.low).toBeCloseTo(low, 12);
    expect(interval.high).toBeCloseTo(high, 12);
  });

  it("has a level of 0.95", () => {
    expect(wilsonInterval(8, 10)).toEqual(wilsonInterval(8, 10, { level: 0.95 }));
  });

  it.each([
    { of: () => wilsonInterval(3, 2), says: "wilsonInterval: hits must be an integer from 0 to 2, got 3" },
    { of: () => wilsonInterval(0, 0), says: "wilsonInterval: rows must be an integer of at least 1, got 0" },
    { of: () => wilsonInterval(1, 2, { level: 1 }), says: "wilsonInterval: level must be" },
    {
      of: () => wilsonInterval(1, 2, { alpha: 0.05 } as object),
      says: "wilsonInterval: unknown option alpha",
    },
  ])("refuses: $says", ({ of, says }) => {
    expect(of).toThrow(says);
  });
});
