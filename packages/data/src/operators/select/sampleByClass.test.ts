import { describe, expect, it } from "vitest";
import { type Dataset, fromIndexed, range, sampleByClass } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";
import type { SampleByClassOptions } from "./sampleByClass.ts";

/** Of 100 elements, 5 are of class 1 and 15 of class 2. */
const labels = Uint8Array.from({ length: 100 }, (_, index) =>
  index % 20 === 7 ? 1 : index % 20 < 3 ? 2 : 0,
);

function sample(options: SampleByClassOptions = {}): Dataset<number> {
  return range(100).apply(sampleByClass<number>(labels, options));
}

/** How often each element occurs, class by class. */
async function countsOf(dataset: Dataset<number>, epoch = 0): Promise<readonly (readonly number[])[]> {
  const counts = new Array<number>(100).fill(0);
  for (const element of await dataset.toArray({ epoch })) counts[element]++;
  return [0, 1, 2].map((c) => counts.filter((_, element) => labels[element] === c));
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe("sampleByClass", () => {
  it.each<readonly [string, SampleByClassOptions, readonly number[]]>([
    ["equal shares", {}, [33, 34, 33]],
    ["unequal shares", { proportions: [2, 1, 1] }, [50, 25, 25]],
    ["more elements", { proportions: [1, 1, 2], size: 400 }, [100, 100, 200]],
    ["as many negatives as positives", { proportions: [1, 1, 0], size: 10 }, [5, 5, 0]],
    ["the shares of the labels", { proportions: [80, 5, 15] }, [80, 5, 15]],
  ])("has exactly %s in each epoch", async (_, options, expected) => {
    for (const epoch of [0, 1, 5]) {
      const counts = await countsOf(sample(options), epoch);
      expect(counts.map(sum)).toEqual(expected);
      for (const ofClass of counts) expect(Math.max(...ofClass) - Math.min(...ofClass)).toBeLessThan(2);
    }
    expect(sample(options).size).toBe(sum(expected));
  });

  it("mixes the classes: each batch has about its share", async () => {
    const batches = await sample({ size: 10_000 }).batch(100).toArray();
    for (const batch of batches) {
      const positives = batch.filter((element) => labels[element] === 1).length;
      expect(positives).toBeGreaterThan(15);
      expect(positives).toBeLessThan(52);
    }
  });

  it("has the same order for a seed and an epoch, another for others", async () => {
    const first = await sample({ seed: 3 }).toArray({ epoch: 2 });
    expect(await sample({ seed: 3 }).toArray({ epoch: 2 })).toEqual(first);
    expect(await sample({ seed: 4 }).toArray({ epoch: 2 })).not.toEqual(first);
    expect(await sample({ seed: 3 }).toArray({ epoch: 3 })).not.toEqual(first);
    const fixed = sample({ seed: 3, reshuffle: false });
    expect(await fixed.toArray({ epoch: 1 })).toEqual(await fixed.toArray({ epoch: 0 }));
  });

  it("chooses other elements of a class in each epoch", async () => {
    const chosen = new Set<number>();
    for (let epoch = 0; epoch < 30; epoch++)
      for (const element of await sample({ proportions: [1, 1, 0], size: 10 }).toArray({ epoch }))
        if (labels[element] === 0) chosen.add(element);
    expect(chosen.size).toBeGreaterThan(60);
  });

  it("reads only the elements that it yields", async () => {
    let reads = 0;
    const records = fromIndexed({
      length: 100,
      at(index: number) {
        reads++;
        return index;
      },
    });
    await records.apply(sampleByClass(labels, { size: 10 })).toArray();
    expect(reads).toBe(10);
  });

  it("keeps the source contract: resumes from every step and reports its size", async () => {
    const short = range(11).apply(sampleByClass<number>([0, 0, 1, 0, 0, 0, 0, 2, 0, 0, 0], { size: 17 }));
    expect(await checkSourceContract(short)).toEqual([]);
    expect(await checkSourceContract(short.map((x) => -x).batch(3))).toEqual([]);
    expect(await checkSourceContract(short.shuffle({ seed: 1 }).shard(2, 1))).toEqual([]);
  });

  it("refuses a split after it, unless the order is fixed", () => {
    expect(() => sample().skip(10)).toThrow("Split a fixed order, sampleByClass({ reshuffle: false })");
    expect(sample({ reshuffle: false }).skip(10).size).toBe(90);
  });

  it("refuses labels that do not fit", () => {
    expect(() => range(99).apply(sampleByClass<number>(labels))).toThrow(
      "sampleByClass: labels must have one per element of range(99), 99, got 100",
    );
    expect(() => range(100).shuffle({ buffer: 9 }).apply(sampleByClass<number>(labels))).toThrow(
      "has no random access; use it closer to the source, or rejectionResample",
    );
    expect(() => sampleByClass([0, -1])).toThrow(
      "sampleByClass: labels[1] must be an integer of at least 0, got -1",
    );
    expect(() => sampleByClass([0, 2], { proportions: [1, 1] })).toThrow(
      "labels[1] must be an integer from 0 to 1",
    );
    expect(() => sampleByClass([0, 0], { proportions: [1, 1] })).toThrow(
      "sampleByClass: class 1 has a share of 1, but no elements",
    );
    expect(() => sampleByClass([])).toThrow("sampleByClass: labels must have at least one element, got none");
    expect(() => sampleByClass([0], { proportions: [0] })).toThrow("proportions must have one above 0");
    expect(() => sampleByClass([0], { size: 0 })).toThrow("size must be an integer of at least 1, got 0");
    expect(() => sampleByClass(3 as never)).toThrow("labels must be an array of numbers, got 3");
  });
});
