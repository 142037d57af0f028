import { describe, expect, it } from "vitest";
import {
  bucketByLength,
  chooseFrom,
  Dataset,
  fromGenerator,
  groupByWindow,
  paddedBatch,
  range,
  rebatch,
  rejectionResample,
  sampleFrom,
  type Source,
} from "../index.ts";
import { checkSourceContract } from "../operator.ts";
import { iterableSource } from "../sources/iterable.ts";

/** One operator over numbers. A new operator is one row of `CASES`. */
interface Case {
  readonly of: (numbers: Dataset<number>) => Source<unknown>;
  readonly ordered?: false;
}

const delay = (x: number): Promise<number> => new Promise((done) => setTimeout(() => done(x), (x * 7) % 3));

const throwEveryFourth = (x: number): number => {
  if (x % 4 === 2) throw new Error("failed");
  return x;
};

const CASES: Readonly<Record<string, Case>> = {
  map: { of: (numbers) => numbers.map((x) => x * 2) },
  "map with randomness": { of: (numbers) => numbers.map((x, { random }) => x + random.uniform()) },
  "map, async": { of: (numbers) => numbers.map(delay) },
  "map, parallel": { of: (numbers) => numbers.map(delay, { concurrency: 3 }) },
  "map, parallel, synchronous": { of: (numbers) => numbers.map((x) => -x, { concurrency: 3 }) },
  "map, auto": { of: (numbers) => numbers.map(delay, { concurrency: "auto" }) },
  "map, parallel, sync and async": {
    of: (numbers) => numbers.map<number>((x) => (x % 3 === 2 ? delay(x) : x), { concurrency: 3 }),
  },
  "map, parallel, unordered": {
    of: (numbers) => numbers.map(delay, { concurrency: 3, ordered: false }),
    ordered: false,
  },
  filter: { of: (numbers) => numbers.filter((x) => x % 3 !== 0) },
  "filter, async": { of: (numbers) => numbers.filter(async (x) => (await delay(x)) % 2 === 0) },
  flatMap: { of: (numbers) => numbers.flatMap((x) => range(x % 4)) },
  "flatMap over arrays": { of: (numbers) => numbers.flatMap((x) => [x, x]) },
  interleave: { of: (numbers) => numbers.interleave((x) => range(x % 5), { cycle: 3, block: 2 }) },
  "interleave with prefetch": {
    of: (numbers) => numbers.interleave((x) => range(x % 5).map(delay), { cycle: 3, block: 2, prefetch: 2 }),
  },
  batch: { of: (numbers) => numbers.batch(3) },
  "batch, dropRemainder": { of: (numbers) => numbers.batch(3, { dropRemainder: true }) },
  "batch, async collate": {
    of: (numbers) => numbers.batch(3, { collate: async (xs) => xs.length + (await delay(xs[0])) }),
  },
  "groupByWindow, async collate": {
    of: (numbers) =>
      numbers.apply(
        groupByWindow((x) => x % 3, { size: 2, collate: async (xs, key) => [key, await delay(xs[0])] }),
      ),
  },
  unbatch: { of: (numbers) => numbers.batch(3).unbatch() },
  "shuffle, buffer": { of: (numbers) => numbers.shuffle({ buffer: 4, seed: 5 }) },
  "shuffle, large buffer": { of: (numbers) => numbers.shuffle({ buffer: 100 }) },
  repeat: { of: (numbers) => numbers.repeat(2) },
  "repeat, endless": { of: (numbers) => numbers.repeat() },
  take: { of: (numbers) => numbers.take(4) },
  "take(0)": { of: (numbers) => numbers.take(0) },
  skip: { of: (numbers) => numbers.skip(4) },
  shard: { of: (numbers) => numbers.shard(3, 1) },
  zip: { of: (numbers) => numbers.zip(range(7), numbers.map(delay)) },
  concatenate: { of: (numbers) => numbers.concatenate(range(3).filter(() => true)) },
  enumerate: { of: (numbers) => numbers.enumerate(10) },
  cache: { of: (numbers) => numbers.cache() },
  window: { of: (numbers) => numbers.window(3, { shift: 2 }) },
  "window, shift above size": { of: (numbers) => numbers.window(2, { shift: 5 }) },
  "window, stride, dropRemainder": {
    of: (numbers) => numbers.window(3, { shift: 1, stride: 2, dropRemainder: true }),
  },
  rebatch: { of: (numbers) => numbers.batch(2).apply(rebatch([3, 1])) },
  paddedBatch: {
    of: (numbers) =>
      numbers.map((x) => new Array<number>(x % 4).fill(x)).apply(paddedBatch(2, { value: -1 })),
  },
  "paddedBatch, field by field": {
    of: (numbers) =>
      numbers.map((x) => ({ x: new Array<number>(x % 4).fill(x), y: x })).apply(paddedBatch(2)),
  },
  groupByWindow: { of: (numbers) => numbers.apply(groupByWindow((x) => x % 3, { size: 2 })) },
  "groupByWindow, dropRemainder": {
    of: (numbers) =>
      numbers.apply(groupByWindow((x) => x % 3, { size: (key) => key + 1, dropRemainder: true })),
  },
  bucketByLength: {
    of: (numbers) => numbers.apply(bucketByLength((x) => x % 7, { boundaries: [2, 4], sizes: [2, 1, 3] })),
  },
  takeWhile: { of: (numbers) => numbers.takeWhile((x) => x < 4) },
  "takeWhile, async": { of: (numbers) => numbers.takeWhile(async (x) => (await delay(x)) < 4) },
  skipWhile: { of: (numbers) => numbers.skipWhile((x) => x < 4) },
  scan: { of: (numbers) => numbers.scan(0, (sum, x) => [sum + x, sum + x]) },
  "scan, from -Infinity": {
    of: (numbers) => numbers.scan(-Infinity, (max, x) => [Math.max(max, x % 7), max < x ? x : -1]),
  },
  unique: { of: (numbers) => numbers.map((x) => x % 4).unique() },
  "unique after an async map": { of: (numbers) => numbers.map(delay).unique((x) => x % 4) },
  tap: { of: (numbers) => numbers.tap(() => undefined) },
  ignoreErrors: {
    of: (numbers) => numbers.map(throwEveryFourth).ignoreErrors(() => undefined),
  },
  "ignoreErrors after a prefetch": {
    of: (numbers) =>
      numbers
        .map(async (x) => throwEveryFourth(await delay(x)), { concurrency: 3 })
        .prefetch(2)
        .ignoreErrors(() => undefined),
  },
  chooseFrom: {
    of: (numbers) =>
      chooseFrom(
        [numbers, range(5)],
        numbers.map((x) => (x % 3) % 2),
      ),
  },
  "chooseFrom until all are empty": {
    of: (numbers) =>
      chooseFrom(
        [numbers, range(5)],
        range(40).map((x) => x % 2),
        { stopOnEmpty: false },
      ),
  },
  sampleFrom: { of: (numbers) => sampleFrom([numbers, range(5)], { weights: [1, 2] }) },
  "sampleFrom, a weight of 0": {
    of: (numbers) => sampleFrom([numbers, range(5), range(9)], { weights: [1, 0, 2] }),
  },
  rejectionResample: {
    of: (numbers) => numbers.apply(rejectionResample((x) => x % 2, { target: [0.8, 0.2] })),
  },
  prefetch: { of: (numbers) => numbers.prefetch(3) },
  "prefetch after a map": { of: (numbers) => numbers.map((x) => x).prefetch(2) },
  "prefetch in a zip with a slow source": {
    of: (numbers) =>
      numbers
        .map((x) => x)
        .prefetch(2)
        .zip(slowly(20)),
  },
  "prefetch, auto": { of: (numbers) => numbers.map(delay).prefetch("auto") },
  "prefetch after an async map": { of: (numbers) => numbers.map(delay).prefetch(3) },
};

interface Probe {
  readonly numbers: Dataset<number>;
  opened: number;
  closed: number;
}

/** Numbers from a source that counts its passes. */
function probe(count: number, failAt = Infinity): Probe {
  const counted: { opened: number; closed: number } = { opened: 0, closed: 0 };
  function* generate(): Generator<number, void> {
    for (let x = 0; x < count; x++) {
      if (x === failAt) throw new Error("failed");
      yield x;
    }
  }
  const inner = iterableSource({ label: "probe", size: count, make: generate });
  const source: Source<number> = {
    ...inner,
    open(start) {
      const pass = inner.open(start);
      counted.opened += 1;
      return {
        next: () => pass.next(),
        state: () => pass.state(),
        close() {
          counted.closed += 1;
          return pass.close();
        },
      };
    },
  };
  return Object.assign(counted, { numbers: new Dataset(source) });
}

/** Numbers of a slow generator: each, and its close, take several turns of the event loop. */
function slowly(count: number): Dataset<number> {
  const turns = async (turnCount: number): Promise<void> => {
    for (let turn = 0; turn < turnCount; turn++) await new Promise((turned) => setImmediate(turned));
  };
  return fromGenerator(async function* () {
    try {
      for (let x = 0; x < count; x++) {
        await turns(2);
        yield x;
      }
    } finally {
      await turns(3);
    }
  });
}

describe.each(Object.entries(CASES))("%s", (_, { of, ordered = true }) => {
  it.each([0, 1, 11])(
    "resumes from every step and reports its size, over a stream of %s elements",
    async (count) => {
      expect(await checkSourceContract(of(probe(count).numbers), { ordered, max: 40 })).toEqual([]);
    },
  );

  it("resumes from every step and reports its size, over an indexed source", async () => {
    expect(await checkSourceContract(of(range(11)), { ordered, max: 40 })).toEqual([]);
  });

  it("resumes from every step, over a stream that yields and closes slowly", async () => {
    expect(await checkSourceContract(of(slowly(6)), { ordered, max: 20 })).toEqual([]);
  });

  it("resumes from every step if the upstream throws, and reports each error once", async () => {
    expect(await checkSourceContract(of(range(11).map(throwEveryFourth)), { ordered, max: 40 })).toEqual([]);
  });

  it("closes its source once per opening, however the pass ends", async () => {
    for (const [failAt, max] of [
      [Infinity, Infinity],
      [Infinity, 0],
      [Infinity, 1],
      [Infinity, 3],
      [2, Infinity],
    ] as const) {
      const { numbers, ...counted } = probe(6, failAt);
      const probed = Object.assign(counted, {});
      const source = of(numbers);
      const pass = source.open();
      try {
        for (let i = 0; i < Math.min(max, 30); i++) if ((await pass.next()).done === true) break;
      } catch (error) {
        expect(String(error)).toContain("failed");
      }
      await pass.close();
      await pass.close();
      expect((await pass.next()).done).toBe(true);
      expect(probed.closed).toBe(probed.opened);
    }
  });
});
