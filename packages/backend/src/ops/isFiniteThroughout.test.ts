import "@tensorflow/tfjs-backend-cpu";
import { beforeAll, describe, expect, it } from "vitest";
import { useBackend } from "../engine/useBackend.ts";
import { isFiniteThroughout } from "./isFiniteThroughout.ts";

describe.each(["cpu", "wasm"] as const)("on %s, numbers are finite", (name) => {
  beforeAll(async () => {
    await useBackend(name);
  });

  it.each([0, 1, 3, 5000, 12_289])("if all %i are", (length) => {
    expect(isFiniteThroughout(new Float32Array(length).fill(-3.4e38))).toBe(true);
  });

  it.each([NaN, Infinity, -Infinity])("unless one is %d, at either end or between blocks", (value) => {
    for (const at of [0, 1, 4095, 4096, 8191, 9998, 9999]) {
      const numbers = new Float32Array(10_000).fill(1);
      numbers[at] = value;
      expect(isFiniteThroughout(numbers)).toBe(false);
    }
  });

  it("in a part of an array alone", () => {
    const numbers = Float32Array.of(NaN, 1, 2, Infinity);
    expect(isFiniteThroughout(numbers.subarray(1, 3))).toBe(true);
  });
});
