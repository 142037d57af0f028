import { describe, expect, it } from "vitest";
import { fromArray, fromGenerator, kFold, range, select, split } from "../../index.ts";
import { checkSourceContract } from "../../operator.ts";

describe("select", () => {
  it("keeps the elements at the positions, in their order, and may repeat them", async () => {
    const letters = fromArray(["a", "b", "c", "d"]);
    expect(await letters.select([3, 0, 0]).toArray()).toEqual(["d", "a", "a"]);
    expect(await letters.select(Uint8Array.of(2)).toArray()).toEqual(["c"]);
    expect(await letters.select([]).toArray()).toEqual([]);
    expect(letters.select([1, 2]).size).toBe(2);
  });

  it("copies the positions", async () => {
    const positions = [1];
    const selected = range(5).select(positions);
    positions[0] = 4;
    expect(await selected.toArray()).toEqual([1]);
  });

  it("has random access: the parts of a split are shuffled without a buffer", async () => {
    const { train, test } = split(10, { fractions: { train: 0.8, test: 0.2 }, seed: 1 });
    const shuffled = await range(10).select(train).shuffle({ seed: 1 }).toArray({ epoch: 3 });
    expect(shuffled.toSorted((a, b) => a - b)).toEqual(train);
    expect(await range(10).select(test).toArray()).toEqual(test);
  });

  it("selects from a fixed order, and refuses one that differs in each epoch", async () => {
    const fixed = range(10).shuffle({ seed: 1, reshuffle: false });
    const all = await fixed.toArray();
    expect(await fixed.select([4, 2]).toArray()).toEqual([all[4], all[2]]);
    expect(() => range(10).shuffle().select([1])).toThrow("select: range(10).shuffle(0) has another order");
  });

  it("does not continue with a state of other positions", () => {
    const pass = range(10).select([1, 2, 3]).open();
    void pass.next();
    const state = pass.state();
    expect(() => range(10).select([1, 2, 4]).open({ state })).toThrow("select(3)");
  });

  it("resumes from every step and closes what it opened", async () => {
    expect(await checkSourceContract(range(11).select([3, 9, 1, 1]), { max: 40 })).toEqual([]);
  });

  it("reads the rows of every fold", async () => {
    const seen: number[] = [];
    for (const { train, validation } of kFold(7, { folds: 3 })) {
      expect(await range(7).select(train).toArray()).toEqual(train);
      seen.push(...(await range(7).select(validation).toArray()));
    }
    expect(seen.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it.each<[string, () => unknown]>([
    ["indices[1] must be an integer of at least 0, got -1", () => select([0, -1])],
    ["indices[0] must be an integer of at least 0, got 0.5", () => select([0.5])],
    ["indices must be an array of positions, got 3", () => select(3 as never)],
    ["indices[1] of range(4) must be an integer from 0 to 3, got 4", () => range(4).select([0, 4])],
    [
      "fromGenerator(numbers) has no random access; use it closer to the source",
      () =>
        fromGenerator(function* numbers() {
          yield 1;
        }).select([0]),
    ],
  ])("throws: %s", (sentence, call) => {
    expect(call).toThrow(`select: ${sentence}`);
  });
});
