import { describe, expect, it } from "vitest";
import { explain, meter, range, zip } from "../index.ts";

/** A clock that the test advances. */
function testClock(): { (): number; pass(milliseconds: number): void } {
  let now = 0;
  return Object.assign(() => now, {
    pass(milliseconds: number): void {
      now += milliseconds;
    },
  });
}

describe("explain", () => {
  it("finds the function that keeps the thread busy, as a table and as data", async () => {
    const clock = testClock();
    const pipeline = range(8)
      .map(function cheap(x) {
        clock.pass(1);
        return x;
      })
      .map(function dear(x) {
        clock.pass(10);
        return x;
      })
      .batch(2);
    const explanation = await explain(pipeline, { clock, visit: () => clock.pass(2) });
    expect(String(explanation)).toMatchInlineSnapshot(`
      "stage       elements  waited ms  own ms  in functions ms
      range(8)           8        0.0     0.0              0.0
      map(cheap)         8        8.0     8.0              8.0
      map(dear)          8       88.0    80.0             80.0
      batch(2)           4       88.0     0.0              0.0
      reader                              8.0
      slowest: map(dear). Its function keeps the thread busy: move it to threads (mapInWorkers), or let it do less."
    `);
    expect(JSON.parse(JSON.stringify(explanation))).toMatchObject({
      slowest: "map(dear)",
      total: 96,
      reader: 8,
      stages: [
        { stage: "range(8)", elements: 8, waited: 0, size: 8 },
        { stage: "map(cheap)", elements: 8, waited: 8, own: 8, inFunctions: 8 },
        { stage: "map(dear)", elements: 8, waited: 88, own: 80, inFunctions: 80 },
        { stage: "batch(2)", elements: 4, waited: 88, own: 0 },
      ],
    });
  });

  it("reports when the reader is the slowest", async () => {
    const clock = testClock();
    const { slowest, advice } = await explain(range(5), { clock, visit: () => clock.pass(9) });
    expect([slowest, advice]).toEqual([
      "reader",
      "The reader takes longer than the pipeline: a faster pipeline changes nothing.",
    ]);
  });

  it("separates waiting from working", async () => {
    const waiting = range(6).map(function fetched(x) {
      return new Promise<number>((done) => setTimeout(() => done(x), 4));
    });
    const { slowest, advice } = await waiting.prefetch(1).explain();
    expect(slowest).toBe("map(fetched)");
    expect(advice).toContain("raise its concurrency");
  });

  it("measures a pass that other code reads", async () => {
    const measured = meter(range(4).zip(range(6)));
    expect(measured.source.size).toBe(4);
    const pass = measured.source.open();
    for (let step = await pass.next(); step.done !== true; step = await pass.next())
      expect(step.value).toHaveLength(2);
    await pass.close();
    const { stages } = measured.report();
    expect(stages.map(({ stage, elements }) => [stage, elements])).toEqual([
      ["range(4)", 4],
      ["range(6)", 4],
      ["zip(range(4), range(6))", 4],
    ]);
  });
});

describe("meter", () => {
  it("separates stages with the same label, and counts a source that is read twice once", async () => {
    const clock = testClock();
    const cheap = range(4).map((x) => x);
    const dear = range(4).map((x) => {
      clock.pass(5);
      return x;
    });
    const { stages } = await explain(zip(dear, cheap, cheap), { clock });
    expect(stages.map(({ stage, elements, own }) => [stage, elements, own])).toEqual([
      ["range(4)", 4, 0],
      ["map()", 4, 20],
      ["range(4)", 8, 0],
      ["map()", 8, 0],
      ["zip(range(4).map(), range(4).map(), range(4).map())", 4, 0],
    ]);
  });

  it("continues after an error", async () => {
    const clock = testClock();
    const broken = range(4).map((x) => {
      clock.pass(5);
      if (x === 1) throw new Error("one");
      return x;
    });
    const { stages, total } = await explain(
      broken.ignoreErrors(() => undefined),
      { clock },
    );
    expect(stages.map(({ elements, waited }) => [elements, waited])).toEqual([
      [4, 0],
      [3, 20],
      [3, 20],
    ]);
    expect(total).toBe(20);
  });

  it("has the fingerprint of its source", () => {
    const source = range(4).map((x) => x + 1);
    expect(meter(source).source.fingerprint?.()).toBe(source.fingerprint?.());
    expect(source.fingerprint?.()).toContain("x + 1");
  });
});
