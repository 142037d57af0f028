import { describe, expect, expectTypeOf, it } from "vitest";
import { BatchPool, type Dataset, type NDArray, range, stack } from "../index.ts";

/** Elements of `bytes` bytes in slots of the pool, filled with the element's number. */
function inSlots(pool: Pick<BatchPool, "slot">, count: number, bytes = 3): Dataset<Uint8Array<ArrayBuffer>> {
  return range(count).map((x, context) => pool.slot(context)(bytes).fill(x));
}

/** Reads to the end: the contents of each batch while it was in use. */
async function texts(batches: Dataset<NDArray>): Promise<readonly string[]> {
  const seen: string[] = [];
  await batches.forEach(({ data, shape }) => seen.push(`${data.join(" ")} of ${shape.join("x")}`));
  return seen;
}

const SEVEN = ["0 0 0 1 1 1 2 2 2 of 3x3", "3 3 3 4 4 4 5 5 5 of 3x3", "6 6 6 of 1x3"];

describe("a batch pool", () => {
  it("stacks like stack", async () => {
    const pool = new BatchPool(3);
    const batches = inSlots(pool, 7).batch(3, { collate: pool.stack });
    expectTypeOf(batches).toEqualTypeOf<Dataset<NDArray<Uint8Array<ArrayBuffer>>>>();
    expect(await texts(batches)).toEqual(SEVEN);
    expect(
      await texts(
        range(7)
          .map((x) => new Uint8Array(3).fill(x))
          .batch(3, { collate: pool.stack }),
      ),
    ).toEqual(SEVEN);
    expect(await range(3).batch(2, { collate: pool.stack }).toArray()).toEqual([
      { data: Float32Array.of(0, 1), shape: [2] },
      { data: Float32Array.of(2), shape: [1] },
    ]);
  });

  it("creates elements in the memory of their batch, and copies nothing", async () => {
    const pool = new BatchPool(2);
    const [first] = await inSlots(pool, 4)
      .batch(2, { collate: (rows) => ({ row: rows[1], batch: pool.stack(rows) }) })
      .toArray();
    first.row.fill(9);
    expect(first.batch.data).toEqual(Uint8Array.of(0, 0, 0, 9, 9, 9));
  });

  it("keeps batches that were not released separate", async () => {
    const pool = new BatchPool(3);
    const all = await inSlots(pool, 6).batch(3, { collate: pool.stack }).prefetch(1).toArray();
    expect(all.map(({ data }) => data.join(" "))).toEqual(["0 0 0 1 1 1 2 2 2", "3 3 3 4 4 4 5 5 5"]);
  });

  it("reuses released memory once", () => {
    const pool = new BatchPool(1);
    const first = pool.stack([{ image: new Uint8Array(4).fill(1), name: "a" }]);
    pool.release(first);
    pool.release(first);
    const [second, third] = [pool.stack([new Uint8Array(4)]), pool.stack([new Uint8Array(4)])];
    expect(second.data.buffer).toBe(first.image.data.buffer);
    expect(third.data.buffer).not.toBe(second.data.buffer);
    pool.release({ other: new Uint8Array(4), more: [null, "b", new SharedArrayBuffer(4)] }); // not the pool's
    expect(pool.stack([new Uint8Array(4)]).data.buffer).not.toBe(second.data.buffer);
  });

  it("creates elements of several arrays of any sizes in the memory of their batches", async () => {
    const pool = new BatchPool(2);
    const batches = await range(4)
      .map((x, context) => {
        const slot = pool.slot(context);
        return { left: slot(2).fill(x), right: slot(2).fill(10 + x), wide: slot(3).fill(20 + x) };
      })
      .batch(2, { collate: (rows) => ({ rows, batch: pool.stack(rows) }) })
      .toArray();
    expect(
      batches.map(({ batch: { left, right, wide } }) =>
        [left, right, wide].map(({ data }) => data.join(" ")),
      ),
    ).toEqual([
      ["0 0 1 1", "10 10 11 11", "20 20 20 21 21 21"],
      ["2 2 3 3", "12 12 13 13", "22 22 22 23 23 23"],
    ]);
    for (const { rows, batch } of batches)
      for (const name of ["left", "right", "wide"] as const)
        expect(rows[1][name].buffer).toBe(batch[name].data.buffer);
  });

  it("ignores a second release", async () => {
    const pool = new BatchPool(2);
    const seen: string[] = [];
    let before: unknown;
    await inSlots(pool, 12, 1)
      .batch(2, { collate: pool.stack })
      .prefetch(2)
      .apply(pool.recycle())
      .forEach((batch) => {
        seen.push(batch.data.join(" "));
        pool.release(before); // again: recycle() has already released it
        pool.release(batch);
        before = batch;
      });
    expect(seen).toEqual(["0 1", "2 3", "4 5", "6 7", "8 9", "10 11"]);
  });

  it("reuses memory for batches of other sizes", () => {
    const pool = new BatchPool(1);
    const buffers = new Set<unknown>();
    for (let bytes = 1000; bytes < 2000; bytes++) {
      const batch = pool.stack([new Uint8Array(bytes)]);
      expect(batch.data).toHaveLength(bytes);
      buffers.add(batch.data.buffer);
      pool.release(batch);
    }
    expect(buffers.size).toBeLessThan(10);
  });

  it("finds its arrays in an element that contains itself", () => {
    const pool = new BatchPool(1);
    const element: Record<string, unknown> = { bytes: pool.copyRecord(new Uint8Array(4)) };
    element["itself"] = element;
    pool.release(element);
    expect(pool.copyRecord(new Uint8Array(4)).buffer).toBe((element["bytes"] as Uint8Array).buffer); // assigned above
  });

  it("copies bytes into memory of rounded sizes", () => {
    const pool = new BatchPool(1);
    const bytes = Uint8Array.of(1, 2, 3, 4, 5);
    const [first, second] = [pool.copyRecord(bytes), pool.copyRecord(bytes)];
    bytes.fill(0);
    expect([first, second]).toEqual([Uint8Array.of(1, 2, 3, 4, 5), Uint8Array.of(1, 2, 3, 4, 5)]);
    expect(second.buffer).not.toBe(first.buffer);
    pool.release(first);
    expect(pool.copyRecord(new Uint8Array(7)).buffer).toBe(first.buffer);
    expect(pool.copyRecord(new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  it("allocates only the batches that are in use, ready and in flight", async () => {
    const pool = new BatchPool(3);
    const buffers = new Set<unknown>();
    const batches = inSlots(pool, 300)
      .map((row) => Promise.resolve(row), { concurrency: 4 })
      .batch(3, { collate: pool.stack })
      .prefetch(2)
      .apply(pool.recycle());
    let sum = 0;
    await batches.forEach(async ({ data }) => {
      buffers.add(data.buffer);
      await new Promise((turned) => setTimeout(turned, 0)); // all stages fill their buffers
      sum += data[0] + data[8];
    });
    expect(sum).toBe(
      [...Array(100).keys()].reduce((all, i) => all + ((3 * i) % 256) + ((3 * i + 2) % 256), 0),
    );
    expect(buffers.size).toBeLessThanOrEqual(7); // 1 in use, 2 ready, 1 in flight in prefetch, at most 3 started in map
  });

  it("reuses the memory of the pass before, including the last batch", async () => {
    const pool = new BatchPool(3);
    const batches = inSlots(pool, 6).batch(3, { collate: pool.stack }).apply(pool.recycle());
    const passes = [new Set<unknown>(), new Set<unknown>()];
    for (const buffers of passes) await batches.forEach(({ data }) => void buffers.add(data.buffer));
    expect(passes[0].size).toBe(2);
    expect(passes[1]).toEqual(passes[0]);
    await batches.toArray();
    const [kept] = await batches.take(1).toArray(); // a pass that stops early does not recycle its last batch
    await batches.forEach(({ data }) => {
      expect(data.buffer).not.toBe(kept.data.buffer);
    });
  });

  it.each<[string, (pool: Pick<BatchPool, "slot" | "stack">) => Dataset<NDArray>]>([
    [
      "elements are filtered out",
      (pool) =>
        inSlots(pool, 9)
          .filter((row) => row[0] !== 1 && row[0] !== 5)
          .batch(3, { collate: pool.stack }),
    ],
    ["the batch size is not the pool's", (pool) => inSlots(pool, 7).batch(2, { collate: pool.stack })],
    [
      "order changes",
      (pool) => inSlots(pool, 7).shuffle({ buffer: 4, seed: 1 }).batch(3, { collate: pool.stack }),
    ],
    [
      "sizes change",
      (pool) =>
        range(7)
          .map((x, context) =>
            pool
              .slot(context)(x < 3 ? 3 : 4)
              .fill(x),
          )
          .batch(1, { collate: pool.stack }),
    ],
    [
      "rounds repeat",
      (pool) =>
        range(2)
          .repeat(4)
          .map((x, context) => pool.slot(context)(3).fill(x))
          .batch(3, { collate: pool.stack }),
    ],
    [
      "the upstream is limited by take",
      (pool) => inSlots(pool, 100).take(7).batch(3, { collate: pool.stack }),
    ],
  ])("yields the right batches if %s", async (_, batches) => {
    const plain: Pick<BatchPool, "slot" | "stack"> = { slot: () => (bytes) => new Uint8Array(bytes), stack };
    const pooled = new BatchPool(3);
    const all = (await batches(plain).toArray()).map(({ data }) => data.join(" "));
    const recycled: string[] = [];
    await batches(pooled)
      .prefetch(2)
      .apply(pooled.recycle())
      .forEach(({ data }) => recycled.push(data.join(" ")));
    expect(recycled).toEqual(all);
  });

  it("supports two passes at the same time, and a resumed one", async () => {
    const pool = new BatchPool(3);
    const batches = inSlots(pool, 7).batch(3, { collate: pool.stack });
    const [one, other] = [batches.open(), batches.open()];
    const first = [await one.next(), await other.next()].map(({ value }) => value?.data.join(" "));
    expect(first).toEqual(["0 0 0 1 1 1 2 2 2", "0 0 0 1 1 1 2 2 2"]);
    const rest = await batches.toArray({ state: one.state() });
    expect(rest.map(({ data }) => data.join(" "))).toEqual(["3 3 3 4 4 4 5 5 5", "6 6 6"]);
    await Promise.all([one.close(), other.close()]);
  });

  it("throws for an invalid number of rows", () => {
    expect(() => new BatchPool(0)).toThrow("BatchPool: rows must be an integer of at least 1, got 0");
  });
});
