import { describe, expect, it } from "vitest";
import { assertSize, range } from "../index.ts";

describe("assertSize", () => {
  it("asserts an endless source, and throws if it ends", async () => {
    const endless = range(3).filter(Boolean).repeat().apply(assertSize(Infinity));
    expect(endless.size).toBe(Infinity);
    expect(await endless.take(5).toArray()).toEqual([1, 2, 1, 2, 1]);
    await expect(range(3).apply(assertSize(Infinity)).toArray()).rejects.toThrow(
      "expected elements without end, got 3",
    );
  });

  it("throws if there are more or fewer elements", async () => {
    expect(await range(3).apply(assertSize(3)).toArray()).toEqual([0, 1, 2]);
    await expect(range(3).apply(assertSize(2)).toArray()).rejects.toThrow("expected 2 elements, got more");
    await expect(range(3).apply(assertSize(4)).toArray()).rejects.toThrow("expected 4 elements, got 3");
    expect(() => assertSize(NaN)).toThrow("assertSize: size must be an integer of at least 0, got NaN");
  });
});
