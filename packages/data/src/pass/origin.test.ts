import { setOrigin } from "@tensorloom/core";
import { describe, expect, it } from "vitest";
import {
  bucketByLength,
  type Dataset,
  fromIndexed,
  fromArray,
  fromSource,
  sampleFrom,
  StageError,
} from "../index.ts";

interface Row {
  readonly x: number;
}

/** Rows with an origin, like those of a record file. */
const rows = (file: string): Dataset<Row> =>
  fromIndexed({
    length: 20,
    at: (index: number) => setOrigin({ x: index }, `${file}, record ${String(index)}`),
  });

const decode = ({ x }: Row): Row => {
  if (x === 14) throw new Error("Invalid SOS marker");
  return { x };
};

const decodeAsync = async (row: Row): Promise<Row> => decode(await Promise.resolve(row));

const PIPELINES: Readonly<Record<string, (file: Dataset<Row>) => Dataset<unknown>>> = {
  map: (file) => file.map(decode),
  "a map after a map": (file) => file.map(({ x }) => ({ x })).map(decode),
  "an async map after an async map": (file) =>
    file.map((row) => Promise.resolve({ ...row })).map(decodeAsync),
  "maps that run in parallel": (file) =>
    file.map((row) => Promise.resolve({ ...row }), { concurrency: 3 }).map(decodeAsync, { concurrency: 3 }),
  "a synchronous map with concurrency": (file) =>
    file.map((row) => ({ ...row }), { concurrency: 3 }).map(decode, { concurrency: 2 }),
  "global shuffle": (file) => file.shuffle({ seed: 3 }).map(decode),
  "buffered shuffle": (file) => file.shuffle({ seed: 3, buffer: 9 }).prefetch(2).map(decode),
  interleave: (file) =>
    fromArray([1])
      .interleave(() => file, { cycle: 2, prefetch: 2 })
      .map(decode),
  sampleFrom: (file) => fromSource(sampleFrom([file, file.take(0)])).map(decode),
  filter: (file) => file.filter((row) => decode(row).x > 0),
  "flatMap, in its function": (file) => file.flatMap((row) => [decode(row)]),
  "bucketByLength, in its length": (file) =>
    file.apply(bucketByLength((row) => decode(row).x, { boundaries: [9], sizes: [4, 4] })),
  repeat: (file) => file.repeat(2).map(decode),
};

async function failure(dataset: Dataset<unknown>): Promise<StageError> {
  try {
    await dataset.toArray();
  } catch (error) {
    if (error instanceof StageError) return error;
    throw error;
  }
  throw new Error("it did not fail");
}

describe("an error names the origin of its element", () => {
  it.each(Object.entries(PIPELINES))("%s", async (_, of) => {
    const error = await failure(of(rows("train07.tfrec")));
    expect(error.origin).toBe("train07.tfrec, record 14");
    expect(error.message).toMatch(/: element \d+ \(train07\.tfrec, record 14\): Invalid SOS marker$/);
  });

  it("names the path if the element was a path", async () => {
    const paths = fromArray(["photos/a.jpg", "photos/b.jpg"]);
    const error = await failure(
      paths
        .map((path) => Promise.resolve({ x: path.includes("b") ? 14 : 1 }), { concurrency: 2 })
        .map(decode),
    );
    expect(error.message).toContain("element 1 (photos/b.jpg): Invalid SOS marker");
  });

  it("names no origin for a batch, and none that the message names already", async () => {
    const batch = await failure(
      rows("a.tfrec").batch(4, {
        collate: () => {
          throw new Error("no");
        },
      }),
    );
    expect([batch.origin, batch.message.endsWith("element 3: no")]).toEqual([undefined, true]);
    const twice = await failure(
      rows("a.tfrec").map(() => {
        throw new Error("a.tfrec, record 0: cut");
      }),
    );
    expect(twice.message).toContain("element 0: a.tfrec, record 0: cut");
  });
});
