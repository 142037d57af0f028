import { describe, expect, it } from "vitest";
import { concatenate } from "../operators/combine/concatenate.ts";
import { Dataset } from "../dataset/dataset.ts";
import { fromIndexed } from "../dataset/from.ts";
import { range } from "../dataset/range.ts";
import { BatchPool } from "../collate/batchPool.ts";
import type { Source, State } from "../source.ts";
import { NoRows, rowsOfWhole } from "./part.ts";

const SIZE = 4;

interface Read<T> {
  readonly own: readonly T[];
  readonly whole: number | undefined;
  readonly state: State;
}

/** Reads every batch of a part: its elements and the rows of the whole; an empty list for no rows. */
async function readPart<T>(
  source: Source<T[]>,
  index: number,
  count: number,
  state?: State,
): Promise<readonly Read<T>[]> {
  const pass = source.open({ epoch: 2, state, part: { of: source.label, index, count } });
  const batches = [];
  for (;;) {
    const { done, value } = await pass.next();
    if (done === true) return batches;
    const own = value instanceof NoRows ? [] : value;
    batches.push({
      own,
      whole: rowsOfWhole(value),
      state: JSON.parse(JSON.stringify(pass.state())) as State,
    });
  }
}

const computed: number[] = [];
function square(x: number): number {
  computed.push(x);
  return x * x;
}
const squareAsync = (x: number): Promise<number> => Promise.resolve(square(x));

const read: number[] = [];
const indexed = fromIndexed({ length: 10, at: (at: number) => (read.push(at), at) });

const PIPELINES: Readonly<Record<string, Dataset<number[]>>> = {
  map: range(10).map(square).batch(SIZE),
  "shuffled file": indexed.shuffle({ seed: 3 }).map(square).batch(SIZE),
  "parallel map and prefetch": range(10)
    .shuffle()
    .map(squareAsync, { concurrency: 3 })
    .prefetch(2)
    .batch(SIZE)
    .prefetch(2),
  "random map": range(10)
    .map((x, { random }) => square(x) + random.uniform(), { seed: 5 })
    .batch(SIZE),
  "repeat and take": range(10).map(square).batch(SIZE).repeat(3).take(7),
};

describe("a part of each batch", () => {
  it.each(Object.entries(PIPELINES))(
    "holds every count-th row, and leaves out the work of others: %s",
    async (_, source) => {
      const whole = await source.toArray({ epoch: 2 });
      for (const count of [1, 2, 3, 5]) {
        const parts: (readonly Read<number>[])[] = [];
        for (let index = 0; index < count; index++) {
          computed.length = 0;
          parts.push(await readPart(source, index, count));
          const own = parts[index].reduce((sum, { own }) => sum + own.length, 0);
          expect(computed).toHaveLength(own);
        }
        whole.forEach((batch, at) => {
          const together = batch.map((_, row) => parts[row % count][at].own[Math.floor(row / count)]);
          expect(together).toEqual(batch);
          expect(parts.map((part) => part[at].whole)).toEqual(parts.map(() => batch.length));
        });
      }
    },
  );

  it("does not read what others read from a file with random access", async () => {
    read.length = 0;
    await readPart(indexed.shuffle({ seed: 1 }).batch(SIZE), 0, 2);
    expect(new Set(read).size).toBe(5); // rows 0 and 2 of two batches, and row 0 of the last
  });

  it.each(Object.entries(PIPELINES))(
    "continues with another number of parts, each row once: %s",
    async (_, source) => {
      const whole = await source.toArray({ epoch: 2 });
      const [first] = await readPart(source, 1, 4);
      const rest = [await readPart(source, 0, 3, first.state), await readPart(source, 1, 3, first.state)];
      expect(rest[1][0].own).toEqual(whole[1].filter((_, row) => row % 3 === 1));
      expect(rest[0].at(-1)?.own).toEqual(whole.at(-1)?.filter((_, row) => row % 3 === 0));
    },
  );

  it("is not read if a stage after the batch may mix rows, or one before it drops some", async () => {
    const mixed = range(10)
      .batch(SIZE)
      .map((rows) => rows.toReversed());
    expect((await readPart(mixed, 0, 2))[0]).toMatchObject({ own: [3, 2, 1, 0], whole: undefined });
    computed.length = 0;
    const filtered = range(10)
      .map(square)
      .filter((x) => x % 2 === 0)
      .batch(SIZE);
    expect((await readPart(filtered, 1, 2))[0]).toMatchObject({ own: [4, 36], whole: 4 });
    expect(computed).toHaveLength(10);
    const concatenated = new Dataset(concatenate<number[]>(range(4).batch(2), range(4).batch(2)));
    expect((await readPart(concatenated, 1, 2))[0]).toMatchObject({ own: [0, 1], whole: undefined });
    const unordered = range(8).map(squareAsync, { concurrency: 4, ordered: false }).batch(SIZE);
    const own = (await readPart(unordered, 1, 2)).flatMap((batch) => batch.own);
    expect(own).toHaveLength(4);
  });

  it("is stacked into the memory of a pool", async () => {
    const pool = new BatchPool(SIZE);
    const batches = range(6)
      .map((x, context) => pool.slot(context)(2).fill(x))
      .batch(SIZE, { collate: pool.stack })
      .apply(pool.recycle());
    const pass = batches.open({ part: { of: batches.label, index: 1, count: 2 } });
    expect((await pass.next()).value).toMatchObject({ data: Uint8Array.of(1, 1, 3, 3), shape: [2, 2] });
    expect((await pass.next()).value).toMatchObject({ data: Uint8Array.of(5, 5), shape: [1, 2] });
  });
});
