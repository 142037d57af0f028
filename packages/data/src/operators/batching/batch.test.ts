import { describe, expect, it } from "vitest";
import { bucketByLength, explain, paddedBatch, range, StageError } from "../../index.ts";

describe("batch", () => {
  it("waits for an asynchronous collate, also of the last batch", async () => {
    const lengths = range(5).batch(2, { collate: (xs) => Promise.resolve(xs.length) });
    expect(await lengths.toArray()).toEqual([2, 2, 1]);
  });

  it("reports the stage and element if collating the last batch fails, sync or async", async () => {
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

describe("paddedBatch and bucketByLength", () => {
  const lists = range(4).map((x) => new Array<number>(x).fill(x));
  const long = (list: readonly number[]): number => list.length;
  const padded = lists.apply(paddedBatch(2, { length: 2, dropRemainder: true }));
  const buckets = lists.apply(
    bucketByLength(long, {
      boundaries: [2],
      sizes: [2, 2],
      collate: (group) => {
        if (group.length > 1) throw new Error("two");
        return group;
      },
    }),
  );

  it("use their own names in labels and errors", async () => {
    expect(padded.label).toBe("range(4).map().paddedBatch(2, drop)");
    expect(buckets.label).toBe("range(4).map().bucketByLength(long)");
    await expect(padded.toArray()).rejects.toThrow("range(4).map().paddedBatch(2, drop): element 3: pad: ");
    await expect(buckets.toArray()).rejects.toThrow("range(4).map().bucketByLength(long): element 1: two");
    const { stages } = await explain(lists.take(2).apply(paddedBatch(2)));
    expect(stages.at(-1)?.stage).toBe("paddedBatch(2)");
  });
});
