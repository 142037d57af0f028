import { describe, expect, it } from "vitest";
import { type Dataset, fromSource, range, rejectionResample, sampleFrom, zip } from "../index.ts";

const numbers = range(640);

describe("a skip after an order that changes in each epoch", () => {
  const CHANGING: Readonly<Record<string, readonly [string, (reshuffle?: boolean) => Dataset<unknown>]>> = {
    "a global shuffle": ["shuffle", (reshuffle) => numbers.shuffle({ seed: 1, ...of(reshuffle) })],
    "a buffered shuffle": ["shuffle", (reshuffle) => numbers.shuffle({ buffer: 9, ...of(reshuffle) })],
    "a shuffle several stages before": [
      "shuffle",
      (reshuffle) =>
        numbers
          .shuffle(of(reshuffle))
          .map((x) => x)
          .batch(2)
          .prefetch(1)
          .repeat(2),
    ],
    "a shuffle in a zip": [
      "shuffle",
      (reshuffle) => fromSource(zip(numbers, numbers.shuffle(of(reshuffle)))),
    ],
    "a shuffle with a fixed epoch": ["shuffle", (reshuffle) => numbers.shuffle(of(reshuffle)).epoch(3)],
    sampleFrom: ["sampleFrom", (reshuffle) => fromSource(sampleFrom([numbers, numbers], of(reshuffle)))],
    rejectionResample: [
      "rejectionResample",
      (reshuffle) => numbers.apply(rejectionResample((x) => x % 2, { target: [1, 2], ...of(reshuffle) })),
    ],
  };

  it.each(Object.entries(CHANGING))("throws unless reshuffle is set: %s", (_, [name, make]) => {
    expect(() => make().skip(64)).toThrow(
      `has another order in each epoch, so elements that are left out in one epoch appear in the next, and a split into training and validation leaks. Split a fixed order, ${name}({ reshuffle: false })`,
    );
    expect(() => make().skip(64)).toThrow(TypeError);
    expect(make().skip(0).take(9).label).toContain("skip(0)");
    expect(make(true).skip(64).label).toContain("skip(64)");
    expect(make(false).skip(64).label).toContain("skip(64)");
  });

  it("splits a fixed order into the same disjoint parts in all epochs", async () => {
    for (const fixed of [
      numbers.shuffle({ reshuffle: false }),
      numbers.shuffle({ buffer: 100, reshuffle: false }),
      numbers.shuffle().cache(),
    ]) {
      const [validation, train] = [fixed.take(64), fixed.skip(64).shuffle({ buffer: 50 })];
      const heldOut = new Set(await validation.toArray());
      for (let epoch = 0; epoch < 5; epoch++) {
        for await (const x of train) expect(heldOut.has(x)).toBe(false);
        expect(new Set(await validation.toArray({ epoch }))).toEqual(heldOut);
      }
    }
  });

  it.each([1, 3])("throws for inner sources when the first is opened (cycle %d)", async (cycle) => {
    const inner = (reshuffle?: boolean): Dataset<number> =>
      range(4).interleave(() => range(20).shuffle(of(reshuffle)), { cycle });
    const parts = [
      inner().skip(3),
      inner().repeat(2).batch(2).skip(3),
      inner()
        .prefetch(2)
        .filter((_, i) => i > 9),
    ];
    for (const part of parts)
      await expect(part.toArray()).rejects.toThrow(/leaves? out|has another order in each epoch/);
    for (const fixed of [inner(false).skip(3), inner().cache().skip(3)])
      expect(new Set(await fixed.toArray({ epoch: 1 }))).toEqual(new Set(await fixed.toArray()));
    expect(await inner(true).skip(3).toArray()).toHaveLength(77);
    expect(await inner().take(3).toArray()).toHaveLength(3);
  });

  it("throws also for a filter by index", async () => {
    expect(() => numbers.shuffle().filter((_, i) => i % 5 > 0)).toThrow(
      "filter by index: range(640).shuffle(0) has",
    );
    const heldOut = numbers.shuffle({ reshuffle: false }).filter((_, i) => i % 5 === 0);
    expect(await heldOut.toArray({ epoch: 3 })).toEqual(await heldOut.toArray());
    expect(numbers.shuffle({ reshuffle: true }).filter((_, i) => i % 5 > 0).size).toBeUndefined();
    expect(
      await numbers
        .shuffle()
        .filter((x) => x > 600)
        .toArray(),
    ).toHaveLength(39);
  });

  it("accepts a take, and a skip before the shuffle", async () => {
    expect(await numbers.shuffle().take(5).toArray()).toHaveLength(5);
    expect(numbers.skip(5).shuffle().size).toBe(635);
    expect(numbers.shuffle().batch(16).take(10).size).toBe(10);
  });

  it("draws the same sample and rejection in all epochs with reshuffle: false", async () => {
    for (const make of [CHANGING["sampleFrom"][1], CHANGING["rejectionResample"][1]]) {
      const fixed = make(false);
      expect(await fixed.toArray({ epoch: 1 })).toEqual(await fixed.toArray({ epoch: 0 }));
      expect(await make().toArray({ epoch: 1 })).not.toEqual(await make().toArray({ epoch: 0 }));
    }
  });
});

function of(reshuffle: boolean | undefined): { readonly reshuffle?: boolean } {
  return reshuffle === undefined ? {} : { reshuffle };
}
