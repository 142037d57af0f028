import { describe, expect, it } from "vitest";
import { explain, meter, range } from "./index.ts";

/** A clock that only the test moves. */
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

  it("says when it is the reader", async () => {
    const clock = testClock();
    const { slowest, advice } = await explain(range(5), { clock, visit: () => clock.pass(9) });
    expect([slowest, advice]).toEqual([
      "reader",
      "The reader takes longer than the pipeline: a faster pipeline changes nothing.",
    ]);
  });

  it("tells waiting from working", async () => {
    const waiting = range(6).map(function fetched(x) {
      return new Promise<number>((done) => setTimeout(() => done(x), 4));
    });
    const { slowest, advice } = await waiting.prefetch(1).explain();
    expect(slowest).toBe("map(fetched)");
    expect(advice).toContain("raise its concurrency");
  });

  it("measures what another reads", async () => {
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
