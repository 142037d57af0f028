import { describe, expect, it } from "vitest";
import { AutoDepth } from "./depth.ts";
import { Tuner } from "./tuner.ts";

/** Gives elements at the rate that a setting has, and tells where the setting ends up. */
function settle(rateAt: (limit: number) => number, options: { most?: number; memory?: number } = {}): number {
  let now = 0;
  const tuner = new Tuner({ clock: () => now, ...options });
  const value = new Uint8Array(1000);
  for (let i = 0; i < 3000; i++) {
    now += 1 / rateAt(tuner.limit);
    tuner.starved();
    tuner.gave(value);
  }
  return tuner.limit;
}

describe("Tuner", () => {
  it("goes up as long as that pays", () => {
    expect(settle((limit) => limit)).toBe(64);
    expect(settle((limit) => limit, { most: 24 })).toBe(24);
    expect([8, 16]).toContain(settle((limit) => Math.min(limit, 8))); // it tries the next one now and then
  });

  it("stays low where nothing is gained, and within its memory", () => {
    expect(settle(() => 5)).toBeLessThanOrEqual(8);
    expect(settle((limit) => limit, { memory: 5000 })).toBe(5);
  });

  it("does not move where the reader never waits", () => {
    const tuner = new Tuner({ clock: () => 0 });
    for (let i = 0; i < 1000; i++) tuner.gave(i);
    expect(tuner.limit).toBe(4);
  });
});

describe("AutoDepth", () => {
  it("doubles when all that was ready is used up, within its memory", () => {
    const depth = new AutoDepth(64, 10_000);
    const value = new Uint8Array(1000);
    depth.missed();
    expect(depth.limit).toBe(1);
    for (let round = 0; round < 8; round++) {
      depth.kept(depth.limit, value);
      depth.missed();
    }
    expect(depth.limit).toBe(10);
  });
});
