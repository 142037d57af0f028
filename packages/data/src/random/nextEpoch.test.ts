import { describe, expect, it, vi } from "vitest";
import {
  type Dataset,
  fromGenerator,
  fromSource,
  range,
  rejectionResample,
  sampleFrom,
  zip,
} from "../index.ts";

const readAll = async <T>(dataset: AsyncIterable<T>): Promise<T[]> => {
  const elements: T[] = [];
  for await (const element of dataset) elements.push(element);
  return elements;
};

const coin = (x: number, { random }: { random: { uniform(): number } }): number => x + random.uniform();

describe("a loop without an epoch", () => {
  const DATASETS: Readonly<Record<string, () => Dataset<unknown>>> = {
    shuffle: () => range(50).shuffle(),
    "shuffle with a buffer": () => range(50).shuffle({ seed: 4, buffer: 20 }),
    "map with random": () => range(5).map(coin),
    sampleFrom: () => fromSource(sampleFrom([range(30), range(40, 70)])),
    rejectionResample: () => range(60).apply(rejectionResample((x) => x % 2, { target: [0.9, 0.1] })),
    "a source that receives its epoch": () =>
      fromGenerator(function* (epoch) {
        yield epoch;
      }),
    "shuffles in a zip": () => fromSource(zip(range(20).shuffle(), range(20).shuffle())),
  };

  it.each(Object.entries(DATASETS))("reads the next epoch: %s", async (_, make) => {
    const dataset = make();
    const epochs = [0, 1, 2, 3].map((epoch) => make().toArray({ epoch }));
    const [zeroth, first, second, third] = await Promise.all(epochs);
    expect(first).not.toEqual(zeroth);
    expect(await readAll(dataset)).toEqual(zeroth);
    expect(await readAll(dataset)).toEqual(first);
    expect(await readAll(dataset.iterate({ signal: new AbortController().signal }))).toEqual(second);
    const visited: unknown[] = [];
    await dataset.forEach((element) => visited.push(element));
    expect(visited).toEqual(third);
  });

  it("counts loops over a shuffle, with any stages added in the loop", async () => {
    const shuffled = range(40).shuffle({ seed: 9 });
    const batches = [];
    for (let epoch = 0; epoch < 3; epoch++)
      batches.push((await readAll(shuffled.batch(8).prefetch(2))).flat());
    expect(batches).toEqual(
      await Promise.all([0, 1, 2].map((epoch) => range(40).shuffle({ seed: 9 }).toArray({ epoch }))),
    );
  });

  it("counts loops over inner sources that draw or shuffle, with any stages added in the loop", async () => {
    const inner = (): Dataset<number> => range(3).interleave(() => range(30).shuffle(), { cycle: 2 });
    const drawing = (): Dataset<number> => range(3).flatMap(() => range(4).map(coin));
    for (const make of [() => range(9).map(coin), inner, drawing]) {
      const dataset = make();
      const epochs = [];
      for (let epoch = 0; epoch < 3; epoch++)
        epochs.push((await readAll(dataset.batch(8).prefetch(2))).flat());
      expect(epochs).toEqual(await Promise.all([0, 1, 2].map((epoch) => make().toArray({ epoch }))));
      expect(epochs[1]).not.toEqual(epochs[0]);
    }
  });

  it("does not count loops over a map that draws nothing", async () => {
    const parsed = range(50).map((x) => x);
    const [train, validation] = [parsed.shuffle({ buffer: 50 }), parsed.batch(8)];
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(await readAll(train)).toEqual(await train.toArray({ epoch }));
      expect(await readAll(validation)).toHaveLength(7);
    }
  });

  it("does not count loops over inner sources whose order is fixed", async () => {
    const parsed = range(5).flatMap(() => range(9).shuffle({ reshuffle: false }));
    const [train, validation] = [parsed.shuffle({ buffer: 50 }), parsed.batch(8)];
    for (let epoch = 0; epoch < 3; epoch++) {
      expect(await readAll(train)).toEqual(await train.toArray({ epoch }));
      expect(await readAll(validation)).toHaveLength(6);
    }
  });

  it("does not count loops with an epoch, nor toArray and reduce", async () => {
    const shuffled = range(40).shuffle();
    const orders = await Promise.all([0, 1, 7].map((epoch) => shuffled.toArray({ epoch })));
    expect(await shuffled.toArray()).toEqual(orders[0]);
    expect(await shuffled.toArray()).toEqual(orders[0]);
    expect(await shuffled.reduce((sum, x) => sum + x, 0)).toBe(780);
    expect(await readAll(shuffled.iterate({ epoch: 7 }))).toEqual(orders[2]);
    expect(await readAll(shuffled.epoch(7))).toEqual(orders[2]);
    expect(await readAll(shuffled.epoch(7).batch(5))).toEqual(await shuffled.epoch(7).batch(5).toArray());
    const pass = shuffled.open();
    await pass.next();
    expect(await readAll(shuffled.iterate({ state: pass.state() }))).toEqual(orders[0].slice(1));
    expect(await readAll(shuffled)).toEqual(orders[0]);
    expect(await readAll(shuffled)).toEqual(orders[1]);
  });

  it("reads the same elements from a cache each time", async () => {
    const cached = range(30).shuffle().cache();
    const first = await readAll(cached);
    expect(await readAll(cached)).toEqual(first);
    const again = cached.shuffle({ buffer: 30 });
    expect(await readAll(again)).not.toEqual(await readAll(again));
  });

  it("repeats a fixed order", async () => {
    const fixed = range(30).shuffle({ reshuffle: false });
    expect(await readAll(fixed)).toEqual(await readAll(fixed));
  });
});

describe("a signal", () => {
  it.each(["toArray", "forEach", "reduce"] as const)("ends %s", async (way) => {
    const reason = new Error("enough");
    const closed: string[] = [];
    const endless = fromGenerator(async function* () {
      try {
        for (let x = 0; ; x++) yield new Promise<number>((done) => setImmediate(() => done(x)));
      } finally {
        closed.push("source");
      }
    });
    const read = (dataset: Dataset<number>, signal: AbortSignal): Promise<unknown> =>
      way === "toArray"
        ? dataset.toArray({ signal })
        : way === "forEach"
          ? dataset.forEach(() => undefined, { signal })
          : dataset.reduce((sum, x) => sum + x, 0, { signal });
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 5);
    await expect(read(endless, controller.signal)).rejects.toBe(reason);
    await vi.waitFor(() => expect(closed).toEqual(["source"])); // the pending element is not awaited
    await expect(read(endless, controller.signal)).rejects.toBe(reason);
    const within = new AbortController();
    const synchronous = range(1e9).tap((x) => {
      if (x === 1000) within.abort(reason);
    });
    await expect(read(synchronous, within.signal)).rejects.toBe(reason);
    await expect((async () => read(endless, 5 as never))()).rejects.toThrow(
      "signal must be an object, got 5",
    );
    const never = fromGenerator(async function* () {
      await new Promise(() => undefined);
      yield 1;
    });
    await expect(read(never, AbortSignal.timeout(5))).rejects.toThrow("timeout");
  });
});
