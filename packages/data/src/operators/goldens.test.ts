import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import {
  bucketByLength,
  chooseFrom,
  fromArray,
  fromGenerator,
  groupByWindow,
  pad,
  paddedBatch,
  range,
  rebatch,
  type Source,
  zip,
  fromSource,
} from "../index.ts";

interface Golden {
  readonly pipeline: string;
  readonly elements: readonly unknown[];
  readonly cardinality: number;
}

const goldens = JSON.parse(
  readFileSync(new URL("../../fixtures/pipelines.json", import.meta.url), "utf8"),
) as readonly Golden[];

const lists = (...lengths: readonly number[]): Source<number[]> =>
  fromGenerator(function* () {
    for (const length of lengths) yield new Array<number>(length).fill(length);
  });

/** Each golden pipeline, written with this library. */
const OURS: Readonly<Record<string, Source<unknown>>> = {
  "range(10).batch(3)": range(10).batch(3),
  "range(10).batch(3,drop)": range(10).batch(3, { dropRemainder: true }),
  "range(3).repeat(2).batch(4)": range(3).repeat(2).batch(4),
  "range(10).take(4).skip(1)": range(10).take(4).skip(1),
  "range(10).shard(3,1)": range(10).shard(3, 1),
  "range(10).window(3,shift=2)": range(10).window(3, { shift: 2 }),
  "range(10).window(3,shift=2,drop)": range(10).window(3, { shift: 2, dropRemainder: true }),
  "range(10).window(3,shift=1,stride=2,drop)": range(10).window(3, {
    shift: 1,
    stride: 2,
    dropRemainder: true,
  }),
  "range(4).interleave(x->range(x,x+3),cycle=2,block=1)": range(4).interleave(
    (x) => range(10 * x, 10 * x + 3),
    { cycle: 2 },
  ),
  "range(4).interleave(x->range(x,x+3),cycle=3,block=2)": range(4).interleave(
    (x) => range(10 * x, 10 * x + 3),
    { cycle: 3, block: 2 },
  ),
  "range(5).interleave(uneven,cycle=2,block=2)": range(5).interleave((x) => range(10 * x, 11 * x), {
    cycle: 2,
    block: 2,
  }),
  "range(4).flat_map(x->range(x))": range(4).flatMap((x) => range(x)),
  "range(6).filter(even)": range(6).filter((x) => x % 2 === 0),
  "zip(range(3),range(5))": zip(range(3), range(5)),
  "range(3).concatenate(range(2))": range(3).concatenate(range(2)),
  "range(5).enumerate(10)": range(5).enumerate(10),
  "range(6).batch(2).unbatch": range(6).batch(2).unbatch(),
  "range(7).batch(2).rebatch(3)": range(7).batch(2).apply(rebatch(3)),
  "range(7).rebatch([2,1])": range(7)
    .batch(7)
    .apply(rebatch([2, 1])),
  "range(10).take_while(<4)": range(10).takeWhile((x) => x < 4),
  "range(5).scan(sum)": range(5).scan(0, (sum, x) => [sum + x, sum + x]),
  "[1,2,2,3,1].unique": fromArray([1, 2, 2, 3, 1]).unique(),
  "choose([0,1,2]*2+[0])": chooseFrom(
    [range(0, 3), range(10, 13), range(20, 23)],
    fromArray([0, 1, 2, 0, 1, 2, 0]),
  ),
  "ragged padded_batch(2)": paddedBatch<number[]>(2)(lists(1, 2, 3, 4)),
  "ragged padded_batch(2,pad=-1,len=6)": paddedBatch<number[]>(2, { length: 6, value: -1 })(
    lists(1, 2, 3, 4),
  ),
  bucket_by_sequence_length: bucketByLength<number[], number[][]>((list) => list.length, {
    boundaries: [3, 6],
    sizes: [2, 2, 2],
    collate: (lists) => pad(lists),
  })(lists(1, 5, 2, 7, 3, 6, 1, 8)),
  "group_by_window(key=x%2,size=3)": range(10).apply(groupByWindow((x) => x % 2, { size: 3 })),
};

describe("pipelines recorded from tf.data", () => {
  it("are all covered", () => {
    expect(Object.keys(OURS).sort()).toEqual(goldens.map(({ pipeline }) => pipeline).sort());
  });

  it.each(goldens)("$pipeline", async ({ pipeline, elements, cardinality }) => {
    const source = OURS[pipeline];
    expect(await fromSource(source).toArray()).toEqual(elements);
    expect(source.size).toBe(cardinality < 0 ? undefined : cardinality);
  });
});
