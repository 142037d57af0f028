import { describe, expect, it } from "vitest";
import { type Dataset, fromIndexed, range, sampleByWeight } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import type { SampleByWeightOptions } from "./sampleByWeight.ts";

const WEIGHTS = [0, 1, 2, 0, 3, 4, 0];

function sample(options: SampleByWeightOptions = {}, weights: ArrayLike<number> = WEIGHTS): Dataset<number> {
  return range(weights.length).apply(sampleByWeight<number>(weights, options));
}

function countsOf(elements: readonly number[], length: number = WEIGHTS.length): readonly number[] {
  const counts = new Array<number>(length).fill(0);
  for (const element of elements) counts[element]++;
  return counts;
}

describe("sampleByWeight", () => {
  it("draws each element as often as its weight says", async () => {
    const size = 20_000;
    const counts = countsOf(await sample({ size, seed: 3 }).toArray());
    counts.forEach((count, i) => {
      const share = WEIGHTS[i] / 10;
      expect(Math.abs(count - size * share)).toBeLessThanOrEqual(4.5 * Math.sqrt(size * share * (1 - share)));
    });
  });

  it("draws without replacement by the weights of what is left", async () => {
    // P(first = i) = w_i; P(second = j) = sum over i of w_i * w_j / (1 - w_i), by hand for weights 0.5, 0.3, 0.2
    const second = [
      0.3 * (0.5 / 0.7) + 0.2 * (0.5 / 0.8),
      0.5 * (0.3 / 0.5) + 0.2 * (0.3 / 0.8),
      0.5 * (0.2 / 0.5) + 0.3 * (0.2 / 0.7),
    ];
    const drawn = sample({ replacement: false, size: 2 }, [5, 3, 2]);
    const orders = await drawn.repeat(6000).batch(2).toArray();
    const frequencies = [0, 1].map((turn) =>
      countsOf(
        orders.map((order) => order[turn]),
        3,
      ).map((count) => count / 6000),
    );
    [[0.5, 0.3, 0.2], second].forEach((expected, turn) =>
      expected.forEach((share, i) => {
        expect(Math.abs(frequencies[turn][i] - share)).toBeLessThan(0.03);
      }),
    );
    expect(orders.every(([a, b]) => a !== b)).toBe(true);
  });

  it("has every element of a weight above 0 once without replacement", async () => {
    const all = sample({ replacement: false, seed: 2 });
    expect(all.size).toBe(4);
    expect((await all.toArray()).sort((a, b) => a - b)).toEqual([1, 2, 4, 5]);
  });

  it("never draws an element of weight 0, at the start, in the middle or at the end", async () => {
    for (const weights of [
      [0, 0, 1],
      [1, 0, 0],
      [0, 1e-300, 0],
      [0, 1, 0, 1, 0],
      new Float32Array([0, 1e-40, 1e30]),
    ])
      for (const replacement of [true, false]) {
        const drawn = await sample({ replacement, seed: 1 }, weights).repeat(20).toArray();
        expect(drawn.filter((i) => weights[i] === 0)).toEqual([]);
      }
  });

  it("has the same choice for a seed and an epoch, another for others", async () => {
    for (const replacement of [true, false]) {
      const many = Float64Array.from({ length: 50 }, (_, i) => i + 1);
      const of = (seed: number, epoch: number, reshuffle?: boolean) =>
        sample({ seed, replacement, reshuffle }, many).toArray({ epoch });
      const first = await of(3, 2);
      expect(await of(3, 2)).toEqual(first);
      expect(await of(4, 2)).not.toEqual(first);
      expect(await of(3, 3)).not.toEqual(first);
      expect(await of(3, 1, false)).toEqual(await of(3, 0, false));
    }
  });

  it("draws the same in every version", async () => {
    expect(await sample({ seed: 7, size: 12 }).toArray()).toEqual([2, 5, 2, 5, 5, 5, 2, 4, 1, 5, 4, 2]);
    expect(await sample({ seed: 7, replacement: false }).toArray()).toEqual([5, 2, 4, 1]);
  });

  it("reads only the elements that it yields", async () => {
    let reads = 0;
    const at = (index: number): number => (reads++, index);
    await fromIndexed({ length: 7, at })
      .apply(sampleByWeight(WEIGHTS, { size: 3 }))
      .toArray();
    expect(reads).toBe(3);
  });

  it("keeps the source contract: resumes from every step and reports its size", async () => {
    for (const replacement of [true, false]) {
      const few = sample({ size: 4, replacement, seed: 5 });
      expect(await checkSourceContract(few)).toEqual([]);
      expect(await checkSourceContract(few.map((x) => -x).batch(3))).toEqual([]);
      expect(await checkSourceContract(few.shuffle({ seed: 1 }).shard(2, 1))).toEqual([]);
    }
  });

  it("refuses a split after it, unless the choice is fixed", () => {
    expect(() => sample().skip(1)).toThrow("Split a fixed order, sampleByWeight({ reshuffle: false })");
    expect(sample({ reshuffle: false }).skip(1).size).toBe(6);
  });

  it.each<[string, unknown, object]>([
    ["weights[1] must be a finite number of at least 0, got NaN", [1, NaN], {}],
    ["weights[0] must be a finite number of at least 0, got -1", [-1], {}],
    ["weights[2] must be a finite number of at least 0, got Infinity", [0, 1, Infinity], {}],
    ["weights must have one above 0", [0, 0], {}],
    ["weights must have one above 0", [], {}],
    ["weights must have a finite sum, got one above 1.8e308; divide them", [1e308, 1e308], {}],
    ["weights must be an array of numbers, got 3", 3, {}],
    ["size must be an integer of at least 1, got 0", [1], { size: 0 }],
    [
      "size without replacement must be at most 1, the number of weights above 0, got 2",
      [1, 0],
      { size: 2, replacement: false },
    ],
    ["unknown option replace; known are size, replacement", [1], { replace: true }],
  ])("throws: %s", (message, weights, options) => {
    expect(() => sampleByWeight(weights as number[], options)).toThrow(`sampleByWeight: ${message}`);
  });

  it("refuses a source without random access, or of another size", () => {
    expect(() => range(6).apply(sampleByWeight<number>(WEIGHTS))).toThrow(
      "sampleByWeight: weights must have one per element of range(6), 6, got 7",
    );
    expect(() => range(7).shuffle({ buffer: 9 }).apply(sampleByWeight<number>(WEIGHTS))).toThrow(
      "sampleByWeight: range(7).shuffle(0, 9) has no random access",
    );
  });
});
