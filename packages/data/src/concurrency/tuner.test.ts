import { describe, expect, it } from "vitest";
import { bytesOf } from "./bytesOf.ts";
import { AutoDepth } from "./depth.ts";
import { Tuner } from "./tuner.ts";

/** Gives elements at the rate that a setting has, and tells where the setting ends up. */
function settle(
  rateAt: (limit: number) => number,
  options: { most?: number; memory?: number } = {},
  value: (i: number) => unknown = () => new Uint8Array(1000),
): number {
  let now = 0;
  const tuner = new Tuner({ clock: () => now, ...options });
  for (let i = 0; i < 3000; i++) {
    now += 1 / rateAt(tuner.limit);
    tuner.starved();
    tuner.gave(value(i));
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

  it("counts its memory by the largest element of late", () => {
    const limit = (value: (i: number) => unknown): number =>
      settle((limit) => limit, { memory: 5000 }, value);
    expect(limit((i) => new Uint8Array(i % 8 === 7 ? 10 : 1000))).toBe(5);
    expect(limit((i) => new Uint8Array(i % 40 === 0 ? 1000 : 10))).toBe(5);
    expect(limit((i) => new Uint8Array(i < 2000 ? 1000 : 10))).toBe(64);
    expect(limit((i) => new Map([["image", new Uint8Array(i < 2999 ? 10 : 4000)]]))).toBe(1); // the last one
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

  it("holds fewer ready as soon as elements grow, and more when they are small again", () => {
    const depth = new AutoDepth(64, 10_000);
    const rounds = (count: number, bytes: number): number => {
      for (let i = 0; i < count; i++) {
        depth.kept(depth.limit, new Uint8Array(bytes));
        depth.missed();
      }
      return depth.limit;
    };
    expect(rounds(10, 10)).toBe(64);
    depth.kept(1, new Uint8Array(2000));
    expect(depth.limit).toBe(5);
    expect(rounds(10, 10)).toBe(5);
    expect(rounds(200, 10)).toBe(64);
  });
});

describe("bytesOf", () => {
  const image = new Uint8Array(1e6);
  const numbers = Array.from({ length: 5000 }, (_, i) => i);

  it.each([
    ["text", "ab", 4],
    ["a view", image.subarray(10), 999_990],
    ["a shared buffer", new SharedArrayBuffer(8), 8],
    ["a Blob", new Blob([image]), 1e6],
    ["a Map", new Map([["image", image]]), 1e6],
    ["a Map's keys", new Map([[image, 1]]), 1e6],
    ["a Set", new Set([image, new Uint8Array(1e6)]), 2e6],
    ["what lies deep", { a: [{ b: new Map([["c", { d: [image] }]]) }] }, 1e6],
    [
      "what lies behind a long list",
      { tokens: numbers, pairs: numbers.map((x) => [x, x]), image },
      1e6 + 40_000 + 160_000,
    ],
    ["a long list", Array.from({ length: 1000 }, () => image), 1e9],
  ])("sees %s", (_, value, bytes) => {
    expect(Math.abs(bytesOf(value) / bytes - 1)).toBeLessThan(0.001);
  });

  it("ends where a value holds itself", () => {
    const loop: unknown[] = [];
    loop.push(loop, loop);
    expect(bytesOf(loop)).toBeLessThan(1e5);
  });
});
