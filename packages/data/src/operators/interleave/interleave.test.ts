import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pullTexts } from "../../../fixtures/pullTexts.ts";
import { type Dataset, range } from "../../index.ts";

const delay = (x: number): Promise<number> => new Promise((done) => setTimeout(() => done(x), (x * 7) % 3));

/** The largest number of sources that are pending together. */
async function maxPending(prefetch: number): Promise<number> {
  let [now, max] = [0, 0];
  const begin = async (x: number): Promise<number> => {
    max = Math.max(max, ++now);
    await delay(2);
    now -= 1;
    return x;
  };
  await range(12)
    .interleave((x) => range(x, x + 1).map(begin), { cycle: 4, prefetch })
    .toArray();
  return max;
}

describe("interleave", () => {
  it("opens the sources of a cycle together if it prefetches", async () => {
    expect(await maxPending(0)).toBe(1);
    expect(await maxPending(1)).toBe(4);
  });

  it("delivers the same elements with and without prefetch, for any delays and errors", async () => {
    const throwAt = (x: number, at: number): number => {
      if (x === at) throw new Error(`no ${String(x)}`);
      return x;
    };
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          cycle: fc.integer({ min: 1, max: 4 }),
          block: fc.integer({ min: 1, max: 3 }),
          lengths: fc.array(fc.nat({ max: 4 }), { maxLength: 9 }),
          isAsync: fc.boolean(),
          outer: fc.nat({ max: 12 }),
          made: fc.nat({ max: 12 }),
          inner: fc.nat({ max: 12 }),
        }),
        async ({ cycle, block, lengths, isAsync, outer, made, inner }) => {
          const numbers = range(lengths.length).map((x) => throwAt(x, outer));
          const of = (prefetch: number): Dataset<number> =>
            (isAsync ? numbers.map(delay) : numbers).interleave(
              (x) => range(lengths[throwAt(x, made)]).map((y) => delay(10 * x + throwAt(y, inner))),
              { cycle, block, prefetch },
            );
          const [without, ahead] = [of(0).open(), of(2).open()];
          expect(await pullTexts(ahead, 60)).toEqual(await pullTexts(without, 60));
          await Promise.all([without.close(), ahead.close()]);
        },
      ),
      { numRuns: 60, seed: 3 },
    );
  });
});
