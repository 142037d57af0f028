import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { averagePredictions } from "./averagePredictions.ts";
import type { Predictions } from "./predictions.ts";

interface Case {
  readonly name: string;
  readonly shape: readonly number[];
  readonly weights: readonly number[];
  readonly parts: readonly (readonly number[])[];
  readonly mean: readonly number[];
  readonly geometricMean: readonly number[];
  readonly rankMean: readonly number[];
}

const cases = JSON.parse(
  readFileSync(new URL("../../fixtures/averages.json", import.meta.url), "utf8"),
) as readonly Case[]; // written by generateAverages.py

function predictionsOf(numbers: readonly number[], shape: readonly number[]): Predictions {
  const ids = Array.from({ length: shape[0] }, (_, row) => `row ${String(row)}`);
  return { ids, outputs: { data: Float32Array.from(numbers), shape } };
}

const column = (...numbers: readonly number[]): Predictions => predictionsOf(numbers, [numbers.length, 1]);

function averaged(
  parts: readonly Predictions[],
  options: Parameters<typeof averagePredictions>[1],
): number[] {
  return [...averagePredictions(parts, options).outputs.data];
}

describe("averagePredictions", () => {
  describe.each(cases)("of $name", ({ shape, weights, parts, ...expected }) => {
    it.each(["mean", "geometricMean", "rankMean"] as const)("computes the %s as SciPy does", (average) => {
      const all = parts.map((part) => predictionsOf(part, shape));
      const found = averagePredictions(all, { average, weights });
      expect(found.ids).toBe(all[0].ids);
      expect(found.outputs.shape).toEqual(shape);
      expect([...found.outputs.data]).toEqual(
        expected[average].map((value) => expect.closeTo(value, 6) as number),
      );
    });
  });

  it("weights all the same if weights are left out", () => {
    const [{ parts, shape, mean }] = cases;
    const all = parts.map((part) => predictionsOf(part, shape));
    expect(averaged(all, {})).toEqual(mean.map((value) => expect.closeTo(value, 6) as number));
  });

  it("of one is that one, bit by bit", () => {
    const one = column(0.1, 0.7, 0.3);
    expect(averaged([one], {})).toEqual([...one.outputs.data]);
    expect(averaged([one, one, one], {})).toEqual([...one.outputs.data]);
  });

  it("joins rows by id, in the order of the first", () => {
    const first = { ids: ["b", "a"], outputs: { data: Float32Array.of(1, 2, 3, 4), shape: [2, 2] } };
    const second = { ids: ["a", "b"], outputs: { data: Float32Array.of(5, 6, 7, 8), shape: [2, 2] } };
    expect(averagePredictions([first, second])).toEqual({
      ids: ["b", "a"],
      outputs: { data: Float32Array.of(4, 5, 4, 5), shape: [2, 2] },
    });
  });

  it("does not let a geometric mean of probabilities of 0 become NaN", () => {
    expect(averaged([column(0, 0.5), column(0.5, 0.5)], { average: "geometricMean" })).toEqual([0, 0.5]);
    const sure = (a: number, b: number): Predictions => predictionsOf([a, b], [1, 2]);
    expect(averaged([sure(1, 0), sure(0, 1)], { average: "geometricMean" })).toEqual([0.5, 0.5]);
    expect(averaged([sure(1, 0), sure(0.25, 0.75)], { average: "geometricMean" })).toEqual([1, 0]);
  });

  it("ranks infinities, and leaves NaN as it is", () => {
    const one = column(NaN, Infinity, 1, Infinity, -Infinity);
    expect(averaged([one], { average: "rankMean" })).toEqual(
      [NaN, 0.7, 0.4, 0.7, 0.2].map((rank) => Math.fround(rank)),
    );
  });

  it("leaves out what has the weight 0, even an infinity", () => {
    expect(averaged([column(1), column(Infinity)], { weights: [1, 0] })).toEqual([1]);
  });

  it("says how ids or shapes differ", () => {
    const other = (...ids: readonly string[]): Predictions => ({
      ids,
      outputs: { data: new Float32Array(ids.length), shape: [ids.length, 1] },
    });
    expect(() => averagePredictions([other("a", "b", "c"), other("b", "d")])).toThrow(
      "averagePredictions: predictions[1] must have the ids of predictions[0]: it lacks a, c; only it has d",
    );
    expect(() => averagePredictions([other("a"), other("a", "a", "b", "b")])).toThrow(
      "averagePredictions: predictions[1]: ids must be different, got more than once: a, b",
    );
    expect(() => averagePredictions([column(1), predictionsOf([1, 2], [1, 2])])).toThrow(
      "averagePredictions: predictions[1] has rows of shape [2], and the first has rows of [1]",
    );
    expect(() => averagePredictions([{ ...column(1), ids: [] }])).toThrow(
      "averagePredictions: predictions[0] must have one id per row, got 0 ids for outputs of shape [1, 1]",
    );
  });

  it.each([
    [[], {}, "averagePredictions: predictions must not be empty"],
    [
      [column(1)],
      { average: "median" },
      'averagePredictions: average must be one of "mean", "geometricMean", "rankMean", got "median"',
    ],
    [
      [column(1)],
      { weights: [1, 2] },
      "averagePredictions: weights must be one per predictions, got 2 for 1",
    ],
    [
      [column(1)],
      { weights: [-1] },
      "averagePredictions: weights[0] must be a finite number of at least 0, got -1",
    ],
    [[column(1)], { weights: [0] }, "averagePredictions: weights must not all be 0"],
    [
      [column(-1)],
      { average: "geometricMean" },
      'averagePredictions: average "geometricMean" needs outputs of at least 0, such as probabilities, got -1',
    ],
    [
      [Promise.resolve(column(1))],
      {},
      "averagePredictions: predictions[0] must be predictions { ids, outputs }, as predict returns them, got an object (Promise); await it first",
    ],
  ])("refuses %#", (predictions, options, sentence) => {
    expect(() => averagePredictions(predictions as never, options as never)).toThrow(sentence);
  });
});
