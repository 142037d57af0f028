import { describe, expect, it } from "vitest";
import {
  concatenate,
  type Dataset,
  Explanation,
  fromGenerator,
  fromIndexed,
  fromSource,
  groupByWindow,
  meter,
  range,
  sampleFrom,
  zip,
} from "../index.ts";

/** A clock that the test advances. */
function testClock(): { (): number; pass(milliseconds: number): void } {
  let now = 0;
  return Object.assign(() => now, {
    pass(milliseconds: number): void {
      now += milliseconds;
    },
  });
}

/** Parts for pipelines with a slow stage, and a clock that only they move. */
function slowParts() {
  const clock = testClock();
  const busy =
    (milliseconds: number) =>
    <T>(x: T): T => {
      clock.pass(milliseconds);
      return x;
    };
  const waits =
    (milliseconds: number) =>
    <T>(x: T) =>
      Promise.resolve(x).then(busy(milliseconds));
  const source = (label: string, milliseconds = 4): Dataset<number> =>
    fromGenerator(
      async function* () {
        for (let i = 0; i < 6; i++) yield await waits(milliseconds)(i);
      },
      { label },
    );
  return { clock, busy, waits, source };
}

const turn = (): Promise<void> => new Promise((done) => setTimeout(done, 0));

describe("the bottleneck", () => {
  const { clock, busy, waits, source } = slowParts();
  const three = [source("a"), source("b", 5), source("c")] as const;
  const branch = range(6).map(busy(1));
  const indexed = fromIndexed({ length: 6, at: waits(4) }, { label: "index" });
  type Case = readonly [
    name: string,
    pipeline: Dataset<unknown>,
    stage: string,
    words: readonly string[],
    visit: (x: unknown) => unknown,
  ];
  const none = (): undefined => undefined;
  const cases: readonly Case[] = [
    ["a source", source("files").map(busy(1)).batch(2), "files", ["interleave"], none],
    ["a source before a buffer", source("files").shuffle({ buffer: 3 }), "files", ["interleave"], none],
    ["a busy map", range(6).map(busy(5)).batch(2), "map()", ["mapInWorkers"], none],
    [
      "a busy map that works while the reader waits",
      range(20).map(busy(10)).prefetch(4),
      "map()",
      ["mapInWorkers"],
      () => turn().then(busy(1)),
    ],
    [
      "a map that waits",
      range(6).map(waits(5), { concurrency: 2 }).prefetch(1),
      "map()",
      ["concurrency"],
      none,
    ],
    [
      "a busy map after a source",
      source("files", 1).map(busy(9), { concurrency: 4 }),
      "map()",
      ["mapInWorkers"],
      none,
    ],
    [
      "a filter that waits",
      range(6).filter((x) => waits(5)(x >= 0)),
      "filter()",
      ["map with concurrency"],
      none,
    ],
    [
      "a busy filter",
      range(6).filter((x) => busy(5)(x >= 0)),
      "filter()",
      ["before it (mapInWorkers)"],
      none,
    ],
    ["a collate", range(6).batch(2, { collate: busy(8) }), "batch(2)", ["collate less", "BatchPool"], none],
    [
      "an interleave",
      range(3).interleave(() => source("x")),
      "interleave()",
      ["`cycle`", "`prefetch`", "inner"],
      none,
    ],
    ["a flatMap", range(3).flatMap(() => source("x")), "flatMap()", ["interleave", "`cycle`"], none],
    ["a busy interleave", range(3).interleave(() => branch), "interleave()", ["inner pipelines keep"], none],
    ["one of a zip", fromSource(zip(...three)), "b", ["The source"], none],
    ["one of a sampleFrom", fromSource(sampleFrom(three)), "b", ["The source"], none],
    ["one of a concatenate", fromSource(concatenate(...three)), "b", ["The source"], none],
    [
      "one that waits while others prefetch",
      fromSource(zip(source("a").prefetch(2), source("b", 9))),
      "b",
      [],
      none,
    ],
    ["an index that is read in order", indexed.take(5).batch(2), "index", ["The source"], none],
    [
      "an index before a shuffle and a skip",
      indexed.shuffle({ reshuffle: true }).skip(1),
      "index",
      ["The source"],
      none,
    ],
    ["one of several indexes", range(6).concatenate(indexed, range(3)), "index", ["The source"], none],
    ["an index in another epoch", indexed.shuffle().epoch(1), "index", ["The source"], none],
    [
      "a busy key",
      range(6).apply(groupByWindow((x) => busy(5)(x % 2), { size: 2 })),
      "groupByWindow()",
      ["in a map after it"],
      none,
    ],
    [
      "a function that makes inner sources",
      range(6).flatMap((x) => busy(5)([x])),
      "flatMap()",
      ["mapInWorkers"],
      none,
    ],
    ["a reader", range(6).prefetch(1), "reader", ["changes nothing"], busy(9)],
    ["a reader with a pipeline", range(6).map(busy(5)), "reader", ["overlap (prefetch)"], busy(9)],
  ];
  it.each(cases)("%s", async (_, pipeline, stage, words, visit) => {
    const { slowest, advice } = await pipeline.explain({ clock, visit });
    expect(slowest).toBe(stage);
    for (const word of words) expect(advice).toContain(word);
    if (!stage.startsWith("batch")) expect(advice).not.toContain("collate");
  });

  it("is the reader if nothing was read", () => {
    const { slowest, advice } = meter(range(3).batch(2)).report();
    expect([slowest, advice]).toEqual(["reader", "Nothing was read: there is nothing to report."]);
  });

  it("comes with advice that names the options of mapInWorkers", () => {
    const times = {
      size: 8,
      elements: 8,
      waited: 90,
      own: 90,
      inFunctions: 1,
      isAsync: true,
      isSource: false,
    };
    const { advice } = new Explanation([{ stage: "mapInWorkers(decode.ts)", ...times }], 0, 90);
    expect(advice).toMatch(/`workers`.*`ahead`/);
  });
});
