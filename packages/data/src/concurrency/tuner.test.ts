import { describe, expect, it } from "vitest";
import { estimateBytes } from "./estimateBytes.ts";
import { AutoPrefetchDepth } from "./prefetchDepth.ts";
import { Tuner } from "./tuner.ts";

/** Delivers elements at the rate of the current limit, and returns the final limit. */
function settle(
  rateAt: (limit: number) => number,
  options: { max?: number; maxBytes?: number } = {},
  value: (i: number) => unknown = () => new Uint8Array(1000),
): number {
  let now = 0;
  const tuner = new Tuner({ clock: () => now, ...options });
  for (let i = 0; i < 3000; i++) {
    now += 1 / rateAt(tuner.limit);
    tuner.onStarved();
    tuner.onDelivered(value(i));
  }
  return tuner.limit;
}

describe("Tuner", () => {
  it("raises its limit while throughput grows", () => {
    expect(settle((limit) => limit)).toBe(64);
    expect(settle((limit) => limit, { max: 24 })).toBe(24);
    expect([8, 16]).toContain(settle((limit) => Math.min(limit, 8))); // it tries the next limit from time to time
  });

  it("keeps a low limit if throughput does not grow, and stays within maxBytes", () => {
    expect(settle(() => 5)).toBeLessThanOrEqual(8);
    expect(settle((limit) => limit, { maxBytes: 5000 })).toBe(5);
  });

  it("estimates its memory by the largest recent element", () => {
    const limit = (value: (i: number) => unknown): number =>
      settle((limit) => limit, { maxBytes: 5000 }, value);
    expect(limit((i) => new Uint8Array(i % 8 === 7 ? 10 : 1000))).toBe(5);
    expect(limit((i) => new Uint8Array(i % 40 === 0 ? 1000 : 10))).toBe(5);
    expect(limit((i) => new Uint8Array(i < 2000 ? 1000 : 10))).toBe(64);
    expect(limit((i) => new Map([["image", new Uint8Array(i < 2999 ? 10 : 4000)]]))).toBe(1); // the last one
  });

  it("keeps its limit if the reader never waits", () => {
    const tuner = new Tuner({ clock: () => 0 });
    for (let i = 0; i < 1000; i++) tuner.onDelivered(i);
    expect(tuner.limit).toBe(4);
  });
});

describe("AutoPrefetchDepth", () => {
  it("doubles when the buffer runs empty, within maxBytes", () => {
    const depth = new AutoPrefetchDepth(64, 10_000);
    const value = new Uint8Array(1000);
    depth.onMiss();
    expect(depth.limit).toBe(1);
    for (let round = 0; round < 8; round++) {
      depth.onReady(depth.limit, value);
      depth.onMiss();
    }
    expect(depth.limit).toBe(10);
  });

  it("shrinks as soon as elements grow, and grows again when they are small", () => {
    const depth = new AutoPrefetchDepth(64, 10_000);
    const rounds = (count: number, bytes: number): number => {
      for (let i = 0; i < count; i++) {
        depth.onReady(depth.limit, new Uint8Array(bytes));
        depth.onMiss();
      }
      return depth.limit;
    };
    expect(rounds(10, 10)).toBe(64);
    depth.onReady(1, new Uint8Array(2000));
    expect(depth.limit).toBe(5);
    expect(rounds(10, 10)).toBe(5);
    expect(rounds(200, 10)).toBe(64);
  });
});

describe("estimateBytes", () => {
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
    ["a deeply nested value", { a: [{ b: new Map([["c", { d: [image] }]]) }] }, 1e6],
    [
      "a value after a long list",
      { tokens: numbers, pairs: numbers.map((x) => [x, x]), image },
      1e6 + 40_000 + 160_000,
    ],
    ["a long list", Array.from({ length: 1000 }, () => image), 1e9],
  ])("counts %s", (_, value, bytes) => {
    expect(Math.abs(estimateBytes(value) / bytes - 1)).toBeLessThan(0.001);
  });

  it("ends if a value contains itself", () => {
    const loop: unknown[] = [];
    loop.push(loop, loop);
    expect(estimateBytes(loop)).toBeLessThan(1e5);
  });
});
