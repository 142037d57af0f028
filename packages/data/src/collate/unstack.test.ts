import { describe, expect, expectTypeOf, it } from "vitest";
import {
  BatchPool,
  bucketByLength,
  type Dataset,
  fromArray,
  groupByWindow,
  type NDArray,
  pad,
  paddedBatch,
  range,
  rebatch,
  stack,
} from "../index.ts";
import { checkSourceContract } from "../operator.ts";

const image = (x: number): NDArray<Uint8Array> => ({ data: new Uint8Array(6).fill(x), shape: [1, 2, 3] });

/** Elements of many kinds, which `stack` and `unbatch` restore. */
const ELEMENTS: Readonly<Record<string, (x: number) => unknown>> = {
  numbers: (x) => x,
  bigints: (x) => BigInt(x),
  "arrays of bigints with a shape": (x) => ({ data: BigInt64Array.of(BigInt(x), 1n), shape: [1, 2] }),
  strings: (x) => `name ${String(x)}`,
  dates: (x) => new Date(x),
  "arrays with a shape": image,
  objects: (x) => ({ image: image(x), target: x, name: String(x), none: null }),
  "objects of objects": (x) => ({ meta: { x, y: { z: [x, String(x)] } }, flags: x > 1 }),
  tuples: (x) => [image(x), x],
  "tuples of strings and numbers": (x) => [String(x), x],
  "tuples of tuples": (x) => [[x, String(x)], { x }],
};

describe("unbatch", () => {
  it.each(Object.entries(ELEMENTS))("splits stacked %s", async (_, make) => {
    const elements = range(7).map(make as (x: number) => object);
    const expected = await elements.toArray();
    const stacked = elements.batch(3, { collate: stack });
    expect(await (stacked as Dataset<object>).unbatch().toArray()).toEqual(expected);
    expect(await (stacked as Dataset<object>).apply(rebatch(2)).toArray()).toEqual([
      expected.slice(0, 2),
      expected.slice(2, 4),
      expected.slice(4, 6),
      expected.slice(6),
    ]);
    expect(await checkSourceContract((stacked as Dataset<object>).unbatch())).toEqual([]);
    const pooled = elements.batch(3, { collate: new BatchPool(3).stack });
    expect(await (pooled as Dataset<object>).unbatch().toArray()).toEqual(expected);
    // Without a collate, a batch is a list of any elements.
    expect(await elements.batch<object>(2).unbatch().toArray()).toEqual(expected);
  });

  it("splits padded batches, and batches that another program made", async () => {
    const rows = fromArray([
      { ids: [1], name: "a" },
      { ids: [2, 3], name: "b" },
    ]);
    expect(await rows.apply(paddedBatch(2)).unbatch().toArray()).toEqual([
      { ids: [1, 0], name: "a" },
      { ids: [2, 3], name: "b" },
    ]);
    const pairs = fromArray<[number[], string]>([
      [[1], "a"],
      [[2, 3], "b"],
    ]);
    expect(
      await pairs
        .batch(2, { collate: (some) => pad(some) })
        .unbatch()
        .toArray(),
    ).toEqual([
      [[1, 0], "a"],
      [[2, 3], "b"],
    ]);
    const foreign = fromArray([
      { ids: { data: BigInt64Array.of(1n, 2n), shape: [2] }, raw: Uint8Array.of(5, 6) },
    ]);
    expect(await (foreign as Dataset<object>).unbatch().toArray()).toEqual([
      { ids: 1n, raw: 5 },
      { ids: 2n, raw: 6 },
    ]);
    expect(
      await fromArray([new Set([1, 2])])
        .unbatch()
        .toArray(),
    ).toEqual([1, 2]);
  });

  it.each<[string, object]>([
    [
      "unbatch: the batch.b has 1 elements, but the batch.a has 2",
      { a: { data: Float32Array.of(1, 2), shape: [2] }, b: ["x"] },
    ],
    ["unbatch: the batch.b.c must be a list or an array with a shape, got 5", { a: ["x"], b: { c: 5 } }],
    [
      "unbatch: the batch must have 3 numbers in one axis or more, got the shape [2]",
      { data: new Uint8Array(3), shape: [2] },
    ],
    [
      "unbatch: expected a list, an array with a shape or an object of such, got an object (Date)",
      new Date(0),
    ],
  ])("throws: %s", async (sentence, batch) => {
    await expect(fromArray([batch]).unbatch().toArray()).rejects.toThrow(sentence);
  });

  it("infers the type of its elements", () => {
    const stacked = range(3)
      .map((x) => ({ x, name: String(x), at: [x, "a"] as const }))
      .batch(2, { collate: stack });
    expectTypeOf(stacked.unbatch()).toEqualTypeOf<
      Dataset<{ x: number | NDArray<Float32Array>; name: string; at: [number | NDArray<Float32Array>, "a"] }>
    >();
    expectTypeOf(range(3).batch(2).unbatch()).toEqualTypeOf<Dataset<number>>();
    expectTypeOf(range(3).batch(2).apply(rebatch(4))).toEqualTypeOf<Dataset<number[]>>();
  });
});

describe("pad as a collate", () => {
  const lists = fromArray([[1], [1, 2, 3], [1, 2], [4, 5, 6, 7]]);

  it("pads the lists of buckets and groups", async () => {
    const buckets = bucketByLength((list: readonly number[]) => list.length, {
      boundaries: [3],
      sizes: [2, 2],
      collate: pad,
    });
    expect(await lists.apply(buckets).toArray()).toEqual([
      [
        [1, 0],
        [1, 2],
      ],
      [
        [1, 2, 3, 0],
        [4, 5, 6, 7],
      ],
    ]);
    const groups = groupByWindow((list: readonly number[]) => list.length % 2, { size: 2, collate: pad });
    expect(await lists.apply(groups).toArray()).toEqual([
      [
        [1, 0, 0],
        [1, 2, 3],
      ],
      [
        [1, 2, 0, 0],
        [4, 5, 6, 7],
      ],
    ]);
  });

  it("passes the key to a collate that takes it", async () => {
    const keyed = groupByWindow((list: readonly number[]) => list.length % 2, {
      size: 2,
      collate: (group, key) => `${String(key)}: ${String(group.length)}`,
    });
    expect(await lists.apply(keyed).toArray()).toEqual(["1: 2", "0: 2"]);
    const rest = groupByWindow((list: readonly number[]) => list.length % 2, {
      size: 2,
      collate: (...all: [unknown, number]) => all[1],
    });
    expect(await lists.apply(rest).toArray()).toEqual([1, 0]);
  });
});
