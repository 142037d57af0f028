import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { fromArray, range, StageError } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import { mapInWorkers } from "../../node.ts";

const fixtures = join(import.meta.dirname, "..", "..", "..", "fixtures");
const module = pathToFileURL(join(fixtures, "workers.ts"));
const root = join(import.meta.dirname, "..", "..", "..", "..", "..");

const threads = (): number =>
  process.getActiveResourcesInfo().filter((kind) => kind === "MessagePort").length;

describe("mapInWorkers", () => {
  it("yields the function's results in order, from several threads", async () => {
    expect(
      await range(20)
        .apply(mapInWorkers<number, number>(module, { workers: 2 }))
        .toArray(),
    ).toEqual(Array.from({ length: 20 }, (_, x) => x * x));
    const results = await range(40)
      .apply(mapInWorkers<number, [number, number, boolean]>(module, { workers: 2, name: "threadOf" }))
      .toArray();
    expect(results.map(([x]) => x)).toEqual(Array.from({ length: 40 }, (_, x) => x));
    expect(new Set(results.map(([, thread]) => thread)).size).toBe(2);
    expect(results.some(([, , main]) => main)).toBe(false);
  });

  it.each<[string, () => unknown]>([
    ['module must be a URL, got "x"', () => mapInWorkers("x" as never)],
    ["options must be a plain object, got 4; say { workers: 4 }", () => mapInWorkers(module, 4 as never)],
    ["options must be a plain object, got null", () => mapInWorkers(module, null as never)],
    ["unknown option threads; known are workers", () => mapInWorkers(module, { threads: 2 } as never)],
    ["ordered must be a boolean, got 1", () => mapInWorkers(module, { ordered: 1 as never })],
    ["name must be a string, got 5", () => mapInWorkers(module, { name: 5 as never })],
  ])("throws immediately: %s", (sentence, call) => {
    expect(call).toThrow(`mapInWorkers: ${sentence}`);
  });

  it("draws the same random numbers as map, with any number of workers", async () => {
    const draws = (workers: number): Promise<number[]> =>
      range(12)
        .apply(mapInWorkers<number, number>(module, { workers, name: "slow", seed: 4 }))
        .epoch(3)
        .toArray();
    const expected = await range(12)
      .map((x, { random }) => x + random.uniform(), { seed: 4 })
      .epoch(3)
      .toArray();
    expect(await draws(1)).toEqual(expected);
    expect(await draws(3)).toEqual(expected);
  });

  it("yields all results with ordered: false", async () => {
    const results = await range(12)
      .apply(mapInWorkers<number, number>(module, { workers: 2, ordered: false }))
      .toArray();
    expect(results.sort((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, x) => x * x));
  });

  it("resumes from every step", async () => {
    const slow = range(6).apply(mapInWorkers<number, number>(module, { workers: 1, name: "slow" }));
    expect(await checkSourceContract(slow)).toEqual([]);
  });

  it('transfers results, copies elements unless transfer is "both", and shares shared memory', async () => {
    const [result] = await range(5, 6)
      .apply(mapInWorkers<number, { data: Uint8Array }>(module, { workers: 1, name: "pixels" }))
      .toArray();
    expect(result.data.every((level) => level === 5)).toBe(true);
    const bytes = new Uint8Array(7);
    const lengths = (transfer: "results" | "both"): Promise<number[]> =>
      fromArray([bytes])
        .apply(mapInWorkers<Uint8Array, number>(module, { workers: 1, name: "length", transfer }))
        .toArray();
    expect(await lengths("results")).toEqual([7]);
    expect(bytes.length).toBe(7);
    expect(await lengths("both")).toEqual([7]);
    expect(bytes.length).toBe(0);
    const shared = new SharedArrayBuffer(4);
    const options = { workers: 2, name: "sum" };
    await fromArray([shared, shared, shared])
      .apply(mapInWorkers<SharedArrayBuffer, number>(module, options))
      .toArray();
    expect(new Int32Array(shared)[0]).toBe(3);
  });

  it("has at most `ahead` elements in flight", async () => {
    let [pulled, delivered, max] = [0, 0, 0];
    const squares = range(30)
      .tap(() => (max = Math.max(max, ++pulled - delivered)))
      .apply(mapInWorkers<number, number>(module, { workers: 2, ahead: 5 }));
    await squares.forEach(() => (delivered += 1));
    expect(max).toBe(5);
  });

  it("reports an error's stage, element, name and stack", async () => {
    const failing = range(5).apply(mapInWorkers<number, number>(module, { workers: 2, name: "failing" }));
    const error: unknown = await failing.toArray().catch((failure: unknown) => failure);
    expect(error).toBeInstanceOf(StageError);
    expect(error).toMatchObject({
      message: "range(5).mapInWorkers(workers.ts): element 2: two is not allowed",
      position: 2,
      cause: { name: "RangeError", stack: expect.stringContaining("workers.ts") as string },
    });
    expect(await failing.ignoreErrors(() => undefined).toArray()).toEqual([0, 1, 3, 4]);
    const none = range(1).apply(mapInWorkers<number, number>(module, { workers: 1, name: "nowhere" }));
    await expect(none.toArray()).rejects.toThrow('workers.ts has no function "nowhere"');
  });

  it("ends its workers when the pass is closed", async () => {
    const before = threads();
    for await (const x of range(100)
      .apply(mapInWorkers<number, number>(module, { workers: 2 }))
      .prefetch(2))
      if (x > 3) break;
    expect(threads()).toBe(before);
  });

  it("runs from the built package", { timeout: 400_000 }, () => {
    execFileSync(
      process.execPath,
      [join(root, "node_modules/typescript7/bin/tsc"), "--build", "packages/data"],
      {
        cwd: root,
      },
    );
    const script = join(fixtures, "built.js");
    const squares = execFileSync(process.execPath, [script], { cwd: root, encoding: "utf8" });
    expect(JSON.parse(squares)).toEqual([0, 1, 4, 9]);
  });
});
