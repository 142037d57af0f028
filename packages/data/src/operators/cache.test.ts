import { describe, expect, it } from "vitest";
import { type Dataset, range } from "../index.ts";

const failing = (at: number) => (x: number) => {
  if (x === at) throw new Error("away");
  return x;
};

describe("cache", () => {
  it("retries elements that failed, sync or async", async () => {
    for (const isAsync of [false, true]) {
      let broken = true;
      const reports: unknown[] = [];
      const dataset = range(4)
        .map((x) => {
          const made = broken && x === 1 ? failing(1) : failing(-1);
          return isAsync ? Promise.resolve(x).then(made) : made(x);
        })
        .cache()
        .ignoreErrors((error) => reports.push(error));
      expect(await dataset.toArray()).toEqual([0, 2, 3]);
      broken = false;
      expect(await dataset.toArray()).toEqual([0, 1, 2, 3]);
      broken = true;
      expect(await dataset.toArray()).toEqual([0, 1, 2, 3]);
      expect(reports).toHaveLength(1);
    }
  });

  it("does not take a close for the end of the source", async () => {
    const dataset = range(3)
      .map((x) => Promise.resolve(x))
      .cache();
    const pass = dataset.open();
    await pass.next();
    const waiting = pass.next();
    await Promise.all([pass.close(), waiting]);
    expect(await pass.next()).toEqual({ done: true, value: undefined });
    expect(await dataset.toArray()).toEqual([0, 1, 2]);
  });
});

/** Stages that read again from the start after a resume, after one error at 1. */
const REPLAYS: Readonly<Record<string, (numbers: Dataset<number>) => Dataset<number>>> = {
  cache: (numbers) => numbers.map(failing(1)).cache(),
  unique: (numbers) => numbers.map(failing(1)).unique(),
  "unique whose key throws": (numbers) => numbers.unique(failing(1)),
  "cache of a cache": (numbers) => numbers.map(failing(1)).cache().cache(),
  "cache, async": (numbers) => numbers.map((x) => Promise.resolve(x).then(failing(1))).cache(),
  "a map alone": (numbers) => numbers.map(failing(1)),
};

describe.each(Object.entries(REPLAYS))("ignoreErrors after %s", (_, of) => {
  it("counts and reports an error once, however often the pass is resumed", async () => {
    for (let count = 1; count <= 5; count++) {
      const reports: unknown[] = [];
      const dataset = of(range(6)).ignoreErrors((error) => reports.push(error), { max: 1 });
      const pass = dataset.open();
      for (let i = 0; i < count; i++) await pass.next();
      const state = pass.state();
      await pass.close();
      const again = dataset.open({ state });
      for (let i = count; i < 5; i++) await again.next();
      expect(await again.next()).toEqual({ done: true, value: undefined });
      expect(again.state()).toMatchObject({ position: { errors: 1 } });
      expect(reports).toHaveLength(1);
      await again.close();
    }
  });
});

describe("ignoreErrors", () => {
  it("reports an error that occurs only when the elements are read again", async () => {
    let bad = -1;
    const reports: unknown[] = [];
    const dataset = range(6)
      .map((x) => failing(bad)(x))
      .cache()
      .ignoreErrors((error) => reports.push(error));
    const pass = dataset.open();
    for (let i = 0; i < 3; i++) await pass.next();
    const state = pass.state();
    await pass.close();
    bad = 1;
    await dataset.toArray({ state });
    expect(reports).toHaveLength(1);
  });
});
