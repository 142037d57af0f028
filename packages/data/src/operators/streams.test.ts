import { describe, expect, it } from "vitest";
import {
  chooseFrom,
  type Dataset,
  fromArray,
  fromSource,
  type MapContext,
  range,
  rejectionResample,
  sampleFrom,
  zip,
} from "../index.ts";

type Pair = readonly [number, number];

const COUNT = 3200;
const numbers = range(COUNT);

/** The element and a random number that the stage draws. */
const coin = <T>(x: T, { random }: MapContext): readonly [T, number] => [x, random.uniform()];
const toss = (_: unknown, { random }: MapContext): number => random.uniform();
const resolveLater = <T>(x: T): Promise<T> => Promise.resolve(x);

/** The position of each number in an order, from 0 to 1. */
const ranks = (order: readonly number[]): number[] => {
  const places = new Array<number>(order.length);
  order.forEach((number, place) => (places[number] = (place + 0.5) / order.length));
  return places;
};

const paired = (left: readonly number[], right: readonly number[]): Pair[] =>
  left.map((x, i) => [x, right[i]] as const);

const halves = (both: readonly number[]): Pair[] => {
  const half = both.length / 2;
  return paired(both.slice(0, half), both.slice(half));
};

/** The two orders of consecutive shuffles. */
async function twice(shuffled: (x: Dataset<number>) => Dataset<number>): Promise<Pair[]> {
  const first = await shuffled(numbers).toArray({ epoch: 0 });
  const second = await shuffled(fromSource(shuffled(numbers))).toArray({ epoch: 0 });
  const places = ranks(first);
  return second.map((x, place) => [places[x], (place + 0.5) / COUNT] as const);
}

const classes = (share = 0.5): Dataset<readonly [string, number]> =>
  fromSource(
    sampleFrom([numbers.repeat().map((): string => "a"), numbers.repeat().map((): string => "b")], {
      weights: [share, 1 - share],
    }),
  )
    .map(coin)
    .take(COUNT);

/** Pairs of numbers of two random stages, each from 0 to 1. Seeds are equal or omitted. */
const COMPOSITIONS: Readonly<Record<string, () => Promise<readonly Pair[]>>> = {
  "two maps": async () => (await numbers.map(coin).map(coin).toArray()).map(([[, x], y]) => [x, y] as const),
  "two parallel maps with one seed": async () =>
    (
      await numbers
        .map(coin, { seed: 42, concurrency: 4 })
        .prefetch(2)
        .map(([, x], context) => resolveLater([x, context.random.uniform()] as const), {
          seed: 42,
          concurrency: 3,
        })
        .toArray()
    ).map((pair) => pair),
  "sampleFrom and the map after it": async () =>
    (await classes().toArray()).map(([name, x]) => [name === "a" ? 0.2 : 0.7, x] as const),
  "sampleFrom and the second map after it": async () =>
    (
      await classes()
        .map(([name], context) => [name, toss(0, context)] as const)
        .toArray()
    ).map(([name, x]) => [name === "a" ? 0.2 : 0.7, x] as const),
  "the maps of two classes": async () => {
    const one = (name: string): Dataset<readonly [string, number]> => numbers.map(() => name).map(coin);
    const all = await fromSource(sampleFrom([one("a"), one("b")])).toArray();
    const of = (name: string): number[] => all.filter((row) => row[0] === name).map((row) => row[1]);
    return paired(of("a"), of("b"));
  },
  "a sampleFrom in a sampleFrom": async () => {
    const inner = sampleFrom([numbers.map(() => 0.2), numbers.map(() => 0.7)]);
    const outer = sampleFrom([
      fromSource(inner).map((x): Pair => [x, 0.2]),
      fromSource(inner).map((x): Pair => [x, 0.7]),
    ]);
    return fromSource(outer).take(COUNT).toArray();
  },
  "rejectionResample and the map after it": async () =>
    halves(
      await numbers
        .apply(rejectionResample((x) => x % 2, { target: [0.5, 0.5], initial: [0.8, 0.2] }))
        .map(toss)
        .take(2000)
        .toArray(),
    ),
  "the map before rejectionResample": async () =>
    halves(
      await numbers
        .map(toss)
        .apply(rejectionResample(() => 0, { target: [1, 0.1], initial: [1, 0.05] }))
        .take(1000)
        .toArray(),
    ),
  "two global shuffles": () => twice((x) => x.shuffle()),
  "two global shuffles with one seed": () => twice((x) => x.shuffle({ seed: 3 })),
  "two buffered shuffles": () => twice((x) => x.shuffle({ buffer: COUNT })),
  "a shuffle and the map after it": async () =>
    (await numbers.shuffle().map(coin).toArray()).map(([x, y]) => [(x + 0.5) / COUNT, y] as const),
  "shuffles of both sources of a concatenate, with one seed": async () => {
    const [a, b] = [0, 1].map(() => numbers.map((x) => x).shuffle({ seed: 5, buffer: COUNT }));
    const all = await a.concatenate(b).toArray();
    return paired(ranks(all.slice(0, COUNT)), ranks(all.slice(COUNT)));
  },
  "global shuffles of both sources of a concatenate": async () => {
    const all = await numbers.shuffle().concatenate(numbers.shuffle()).toArray();
    return paired(ranks(all.slice(0, COUNT)), ranks(all.slice(COUNT)));
  },
  "shuffles in a zip": async () => {
    const rows = await numbers.shuffle().zip(numbers.shuffle()).toArray();
    return paired(ranks(rows.map(([x]) => x)), ranks(rows.map(([, y]) => y)));
  },
  "maps in a zip, with one seed": () =>
    numbers
      .map(toss, { seed: 1 })
      .zip(numbers.map(toss, { seed: 1 }))
      .toArray(),
  "maps of inner sources": async () =>
    halves(
      await range(2)
        .flatMap(() => numbers.map(toss))
        .toArray(),
    ),
  "maps of interleaved inner sources": async () => {
    const all = await range(2)
      .interleave(() => numbers.map(toss), { cycle: 2, prefetch: 1 })
      .toArray();
    return paired(
      all.filter((_, i) => i % 2 === 0),
      all.filter((_, i) => i % 2 === 1),
    );
  },
  "shuffles of inner sources, with one seed": async () => {
    const all = await range(2)
      .flatMap(() => numbers.shuffle({ seed: 7 }))
      .toArray();
    return paired(ranks(all.slice(0, COUNT)), ranks(all.slice(COUNT)));
  },
  "a map of inner sources and the map after them": async () =>
    (
      await range(1)
        .flatMap(() => numbers.map(toss))
        .map(coin)
        .toArray()
    ).map((pair) => pair),
  "maps of inner sources of two stages": async () =>
    (
      await numbers
        .batch(50)
        .flatMap((rows) => fromArray(rows).map(coin))
        .batch(50)
        .flatMap((rows) => fromArray(rows).map(coin))
        .toArray()
    ).map(([[, x], y]) => [x, y] as const),
  "a map of one of several sources and of inner sources after it": async () =>
    (
      await fromSource(
        chooseFrom(
          [numbers.map(coin)],
          range(COUNT).map(() => 0),
        ),
      )
        .batch(COUNT)
        .flatMap((rows) => fromArray(rows).map(coin))
        .toArray()
    ).map(([[, x], y]) => [x, y] as const),
  "the choices and the elements of chooseFrom": async () =>
    (
      await fromSource(
        chooseFrom(
          [
            numbers
              .repeat()
              .map(coin)
              .map(([, x]): Pair => [0.2, x]),
            numbers
              .repeat()
              .map(coin)
              .map(([, x]): Pair => [0.7, x]),
          ],
          numbers.map((_, { random }) => (random.uniform() < 0.5 ? 0 : 1)),
        ),
      ).toArray()
    ).map((pair) => pair),
  "two epochs of a map": async () =>
    paired(await numbers.map(toss).toArray({ epoch: 0 }), await numbers.map(toss).toArray({ epoch: 1 })),
  "two epochs of a shuffle": async () =>
    paired(
      ranks(await numbers.shuffle().toArray({ epoch: 3 })),
      ranks(await numbers.shuffle().toArray({ epoch: 4 })),
    ),
  "two rounds of a repeat": async () => halves(await numbers.map(toss).repeat(2).toArray()),
  "a round of an endless repeat and the next epoch's": async () => {
    const endless = numbers.map(toss).repeat();
    const first = await endless.take(2 * COUNT).toArray({ epoch: 0 });
    return paired(first.slice(COUNT), await endless.take(COUNT).toArray({ epoch: 1 }));
  },
  "a cached map and the map after it": async () =>
    (await numbers.map(toss).cache().map(coin).toArray()).map((pair) => pair),
};

/** Pearson's chi-square statistic of independence over a 4 by 4 table: 9 degrees of freedom. */
function chiSquare(pairs: readonly Pair[]): number {
  const cells = new Float64Array(16);
  const [rows, columns] = [new Float64Array(4), new Float64Array(4)];
  for (const [x, y] of pairs) {
    const [row, column] = [Math.floor(4 * x), Math.floor(4 * y)];
    cells[4 * row + column] += 1;
    rows[row] += 1;
    columns[column] += 1;
  }
  return cells.reduce((sum, count, cell) => {
    const expected = (rows[cell >> 2] * columns[cell & 3]) / pairs.length;
    return expected === 0 ? sum : sum + (count - expected) ** 2 / expected;
  }, 0);
}

describe("two random stages are independent", () => {
  it.each(Object.entries(COMPOSITIONS))("%s", async (_, draw) => {
    const pairs = await draw();
    expect(pairs.length).toBeGreaterThan(400);
    expect(chiSquare(pairs)).toBeLessThan(33.7); // chance exceeds it once in 10,000 draws
  });
});

describe("a random stage's numbers", () => {
  it("do not depend on stages that draw nothing", async () => {
    const plain = await numbers.map(toss).toArray();
    const beside = numbers
      .prefetch(2)
      .ignoreErrors(() => undefined)
      .batch(7)
      .unbatch()
      .filter(() => true)
      .map(toss, { concurrency: 5 })
      .prefetch("auto");
    expect(await beside.toArray()).toEqual(plain);
    expect(await numbers.shuffle().map(toss).toArray()).toEqual(plain);
  });

  it("order both sources of a zip in the same way if their seeds are equal", async () => {
    const images = numbers.map((x) => `image ${String(x)}`);
    const ordered = { seed: 1, buffer: 64 };
    const rows = await fromSource(zip(images.shuffle(ordered), numbers.shuffle(ordered))).toArray();
    expect(rows.every(([image, x]) => image === `image ${String(x)}`)).toBe(true);
    expect(rows.slice(0, 9).map(([, x]) => x)).not.toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    const mixed = (of: (x: Dataset<number>) => Dataset<number>): Dataset<number> =>
      fromSource(
        sampleFrom([of(range(0, 90)).shuffle({ seed: 2 }), of(range(90, 180)).shuffle({ seed: 2 })], {
          seed: 3,
        }),
      );
    const sides = await mixed((x) => x)
      .zip(mixed((x) => x))
      .toArray();
    expect(sides.every(([x, y]) => x === y)).toBe(true);
  });

  it("differ in each branch and round, and are the same after a resume", async () => {
    const rows = fromArray([0, 1, 2]).interleave(
      () => fromSource(sampleFrom([range(4).map(toss), range(4).shuffle().map(toss)])),
      { cycle: 2 },
    );
    const all = await rows.repeat(2).toArray();
    expect(new Set(all).size).toBe(48);
    const pass = rows.repeat(2).open();
    for (let i = 0; i < 19; i++) await pass.next();
    expect(await rows.repeat(2).toArray({ state: pass.state() })).toEqual(all.slice(19));
  });

  it("refuse a state of an earlier version's random order", async () => {
    for (const shuffled of [numbers.shuffle(), numbers.shuffle().take(9), numbers.shuffle().shard(2, 1)]) {
      expect(() => shuffled.open({ state: { at: 3, epoch: 0 } })).toThrow(
        "the state is a position in a random order of version 1 of this library's random streams, expected version 2: start the epoch again",
      );
      expect(() => shuffled.open({ state: { at: 3, epoch: 0, streams: 1 } })).toThrow("version 1");
    }
    const rest = await numbers
      .map(toss)
      .toArray({ state: { at: COUNT - 2, epoch: 0, upstream: { at: COUNT - 2, epoch: 0 } } });
    expect(rest).toHaveLength(2);
  });
});
