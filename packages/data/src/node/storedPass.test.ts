import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { checkLaws, type MapContext, range, type State } from "../index.ts";
import { cacheToFile, snapshot } from "../node.ts";

const home = mkdtempSync(join(tmpdir(), "tensorloom-stored-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
let path = "";
beforeEach(() => (path = join(mkdtempSync(join(home, "case-")), "store")));

const stored = (): readonly string[] => readdirSync(join(path, ".."), { recursive: true, encoding: "utf8" });

describe.each([
  ["cacheToFile", () => cacheToFile<number>(path)],
  ["snapshot", () => snapshot<number>(path, { every: 2 })],
])("%s", (_, store) => {
  it("makes elements again that were an error", async () => {
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
    const dataset = broken.apply(store()).ignoreErrors((error) => reports.push(error), { most: 1 });
    const pass = dataset.open();
    for (let i = 0; i < 4; i++) await pass.next();
    const state = pass.state();
    await pass.close();
    expect(await dataset.toArray({ state })).toEqual([5]);
    expect(reports).toHaveLength(1);
  });

  it("gives each pass one epoch, whoever else stores", async () => {
    const dataset = range(8).shuffle({ seed: 3 }).apply(store());
    const epochs = await Promise.all([0, 1].map((epoch) => range(8).shuffle({ seed: 3 }).toArray({ epoch })));
    const passes = [0, 1].map((epoch) => dataset.open({ epoch }));
    const given: number[][] = [[], []];
    const states: State[][] = [[], []];
    const step = async (i: number): Promise<void> => {
      states[i].push(passes[i].state());
      const { value } = await passes[i].next();
      if (value !== undefined) given[i].push(value);
    };
    for (let turn = 0; turn < 4; turn++) for (const i of [0, 1]) await step(i);
    for (let turn = 0; turn < 5; turn++) await step(1);
    for (let turn = 0; turn < 5; turn++) await step(0);
    await Promise.all(passes.map((pass) => pass.close()));
    expect(given).toEqual(epochs);
    expect(epochs).toContainEqual(await dataset.toArray());
    for (const i of [0, 1])
      expect(await dataset.toArray({ state: states[i][4] })).toEqual(epochs[i].slice(4));
    expect(await checkLaws(dataset)).toEqual([]);
  });

  it("leaves the stored epoch as it is where a pass is resumed in another one", async () => {
    const dataset = range(8).shuffle({ seed: 3 }).apply(store());
    const pass = dataset.open({ epoch: 1 });
    await pass.next();
    const state = pass.state();
    await pass.close();
    const first = await dataset.toArray({ epoch: 0 });
    const all = await range(8).shuffle({ seed: 3 }).toArray({ epoch: 1 });
    expect(await dataset.toArray({ state })).toEqual(all.slice(1));
    expect(await dataset.toArray({ epoch: 1 })).toEqual(first);
  });

  it("closes while an element is under way, and leaves nothing", async () => {
    let aborted = 0;
    const until = (_: number, { signal }: MapContext): Promise<number> =>
      new Promise((_resolve, reject) => {
        signal.addEventListener("abort", () => {
          aborted += 1;
          reject(new Error("aborted"));
        });
      });
    const slow = range(3).map((x, context) => (x === 1 ? until(x, context) : x));
    const pass = slow.apply(store()).open();
    await pass.next();
    const waiting = Promise.resolve(pass.next()).catch((error: unknown) => error);
    await new Promise((resolve) => setImmediate(resolve));
    await pass.close();
    expect(String(await waiting)).toContain("aborted");
    expect(aborted).toBe(1);
    expect(stored().filter((name) => name.includes("."))).toEqual([]);
  });

  it("stores no end that a close made", async () => {
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

  it("goes on where the pipeline before it has another concurrency now", async () => {
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
