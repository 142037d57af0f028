import { describe, expect, it } from "vitest";
import { range, StageError } from "../index.ts";

describe("batch", () => {
  it("waits for what a batch becomes, the last one too", async () => {
    const lengths = range(5).batch(2, { collate: (xs) => Promise.resolve(xs.length) });
    expect(await lengths.toArray()).toEqual([2, 2, 1]);
  });

  it("says where putting the last batch together failed, at once or later", async () => {
    const broken = (xs: readonly number[]): number => {
      if (xs.length === 1) throw new Error("one alone");
      return xs.length;
    };
    for (const collate of [broken, async (xs: readonly number[]) => broken(await Promise.resolve(xs))]) {
      const error: unknown = await range(3)
        .batch<number>(2, { collate })
        .toArray()
        .catch((thrown: unknown) => thrown);
      expect(error).toBeInstanceOf(StageError);
      expect(String(error)).toBe("StageError: range(3).batch(2): element 3: one alone");
    }
  });
});
