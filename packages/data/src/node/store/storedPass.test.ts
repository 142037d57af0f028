import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Dataset, type MapContext, range, type State } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import { cacheToFile, snapshot } from "../../node.ts";

const home = mkdtempSync(join(tmpdir(), "tensorloom-stored-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let path = "";
beforeEach(() => (path = join(mkdtempSync(join(home, "case-")), "store")));

const stored = (): readonly string[] => readdirSync(join(path, ".."), { recursive: true, encoding: "utf8" });

describe.each([
  ["cacheToFile", () => cacheToFile<number>(path)],
  ["snapshot", () => snapshot<number>(path, { every: 2 })],
])("%s", (_, store) => {
  it("retries elements that failed", async () => {
    let broken = true;
    const reports: unknown[] = [];
    const dataset = range(5)
      .map((x) => {
        if (x === 2 && broken) throw new Error("away");
        return x;
      })
      .apply(store())
      .ignoreErrors((error) => reports.push(error));
    expect(await dataset.toArray()).toEqual([0, 1, 3, 4]);
    expect(await dataset.toArray()).toEqual([0, 1, 3, 4]);
    expect(reports).toHaveLength(2);
    broken = false;
    expect(await dataset.toArray()).toEqual([0, 1, 2, 3, 4]);
  });

  it("counts an error once, however often the pass is resumed", async () => {
    const reports: unknown[] = [];
    const broken = range(6).map((x) => {
      if (x === 3) throw new Error("away");
      return x;
    });
    const dataset = broken.apply(store()).ignoreErrors((error) => reports.push(error), { max: 1 });
    const pass = dataset.open();
    for (let i = 0; i < 4; i++) await pass.next();
    const state = pass.state();
    await pass.close();
    expect(await dataset.toArray({ state })).toEqual([5]);
    expect(reports).toHaveLength(1);
  });

  it("holds one epoch, whichever pass stores it and however late a pass is resumed", async () => {
    const rows = (): Dataset<number> => range(8).shuffle({ seed: 3 });
    const all = await rows().toArray();
    const dataset = rows().apply(store());
    const buffered = dataset.shuffle({ buffer: 3, seed: 2 });
    const order = await rows().shuffle({ buffer: 3, seed: 2 }).toArray();
    const [late, passes] = [buffered.open(), [0, 1].map((epoch) => dataset.open({ epoch }))];
    expect((await late.next()).value).toBe(order[0]); // before anything is stored
    const states: State[][] = [[], []];
    for (let turn = 0; turn < 9; turn++)
      for (const i of [1, 0]) {
        states[i].push(passes[i].state());
        expect((await passes[i].next()).value).toBe(all.at(turn));
      }
    await Promise.all([late, ...passes].map((pass) => pass.close()));
    expect(await dataset.toArray({ epoch: 7 })).toEqual(all);
    for (const i of [0, 1]) expect(await dataset.toArray({ state: states[i][4] })).toEqual(all.slice(4));
    expect(await buffered.toArray({ state: late.state() })).toEqual(order.slice(1));
    expect(await checkSourceContract(dataset)).toEqual([]);
  });

  it("resumes after the interleave before it starts or stops prefetching", async () => {
    const inner = (x: number): Dataset<number> => range(6).map((y) => 10 * x + y);
    const rows = (prefetch: number): Dataset<number> => range(4).interleave(inner, { cycle: 2, prefetch });
    const all = await rows(0).toArray();
    for (const [before, now] of [
      [0, 2],
      [2, 0],
    ] as const) {
      const pass = rows(before).apply(store()).open();
      for (let i = 0; i < 9; i++) expect((await pass.next()).value).toBe(all[i]);
      const rest = rows(now).apply(store());
      expect(await rest.toArray({ state: pass.state() })).toEqual(all.slice(9));
      await pass.close();
      expect(await rest.toArray()).toEqual(all);
      expect(await rows(now).toArray()).toEqual(all);
    }
  });

  it("closes while an element is in flight, and leaves no file", async () => {
    let aborted = 0;
    const untilAborted = (_: number, { signal }: MapContext): Promise<number> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborted += 1;
          reject(new Error("aborted"));
        });
      });
    const slow = range(3).map((x, context) => (x === 1 ? untilAborted(x, context) : x));
    const pass = slow.apply(store()).open();
    await pass.next();
    const waiting = Promise.resolve(pass.next()).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    await pass.close();
    expect(String(await waiting)).toContain("aborted");
    expect(aborted).toBe(1);
    expect(stored().filter((name) => name.includes("."))).toEqual([]);
  });

  it("does not take a close for the end of the source", async () => {
    let go: (x: number) => void = () => undefined;
    const dataset = range(3).map((x) => (x === 1 ? new Promise<number>((resolve) => (go = resolve)) : x));
    const pass = dataset.apply(store()).open();
    await pass.next();
    const waiting = pass.next();
    await new Promise((resolve) => setImmediate(resolve));
    const closing = pass.close();
    go(1);
    await Promise.all([waiting, closing]);
    expect(await range(3).apply(store()).toArray()).toEqual([0, 1, 2]);
    expect(stored().filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("resumes after the pipeline before it changes its concurrency", async () => {
    const pass = range(6)
      .map(String, { concurrency: 2 })
      .apply(snapshot(path, { every: 2 }))
      .open();
    for (let i = 0; i < 3; i++) await pass.next();
    await pass.close();
    const rest = range(6)
      .map(String)
      .apply(snapshot(path, { every: 2 }));
    expect(await rest.toArray()).toEqual(["0", "1", "2", "3", "4", "5"]);
  });
});
