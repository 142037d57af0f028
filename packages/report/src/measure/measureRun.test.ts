import { describe, expect, it } from "vitest";
import { compareRuns } from "./compareRuns.ts";
import { groupMetrics } from "./groupMetrics.ts";
import { type MeasuredRun, measureRun } from "./measureRun.ts";
import type { Run } from "../run/run.ts";

const PLAN = { sensitivity: undefined, samples: 200, seed: 0 };

/** Three of the four pairs of a positive and a negative row are in order: scikit-learn's example. */
const four: Run = {
  name: "four",
  classes: ["benign", "malignant"],
  predictions: {
    ids: ["a", "b", "c", "d"],
    labels: [0, 0, 1, 1],
    scores: [0.1, 0.4, 0.35, 0.8],
    groups: { sex: ["f", "f", "f", "m"] },
  },
};

function valuesOf({ metrics }: MeasuredRun): Readonly<Record<string, number>> {
  return Object.fromEntries(metrics.map(({ key, value }) => [key, value]));
}

describe("two classes", () => {
  it("have the metrics of a calculation by hand", () => {
    const measured = measureRun(four, "four", PLAN);
    // Youden's index is 0.5 at 0.8 (1/2 + 1) and at 0.35 (1 + 1/2): the higher threshold is chosen.
    expect(measured.threshold?.value).toBe(0.8);
    expect(valuesOf(measured)).toEqual({
      rocAuc: 0.75,
      averagePrecision: expect.closeTo(0.5 * 1 + 0.5 * (2 / 3), 12) as number,
      sensitivity: 0.5,
      specificity: 1,
      precision: 1,
      f1: expect.closeTo(2 / 3, 12) as number,
      accuracy: 0.75,
      ece: expect.closeTo((0.1 + 2 * (0.5 - 0.375) + 0.2) / 4, 12) as number, // 0.35 and 0.4 are in one range
      brier: expect.closeTo((0.01 + 0.16 + 0.4225 + 0.04) / 4, 12) as number,
      logLoss: expect.closeTo(
        -(Math.log(0.9) + Math.log(0.6) + Math.log(0.35) + Math.log(0.8)) / 4,
        12,
      ) as number,
    });
    const [{ low = NaN, high = NaN }] = measured.metrics;
    expect([low >= 0 && low <= 0.75, high]).toEqual([true, 1]);
  });

  it("take the threshold of the run, or one that reaches a sensitivity", () => {
    expect(measureRun({ ...four, threshold: 0.5 }, "four", PLAN).threshold?.value).toBe(0.5);
    expect(
      measureRun({ ...four, threshold: 0.5 }, "four", { ...PLAN, sensitivity: 1 }).threshold?.value,
    ).toBe(0.35);
  });

  it("are the same if the first class is the positive one, and if scores are a matrix", () => {
    const scores = { data: [0.9, 0.1, 0.6, 0.4, 0.65, 0.35, 0.2, 0.8], shape: [4, 2] };
    const turned: Run = {
      ...four,
      classes: ["malignant", "benign"],
      positive: "malignant",
      predictions: { ids: ["a", "b", "c", "d"], labels: [1, 1, 0, 0], scores: [0.1, 0.4, 0.35, 0.8] },
    };
    const asMatrix: Run = {
      ...four,
      predictions: { ids: ["a", "b", "c", "d"], labels: [0, 0, 1, 1], scores },
    };
    const expected = valuesOf(measureRun(four, "four", PLAN));
    expect(valuesOf(measureRun(turned, "turned", PLAN))).toEqual(expected);
    expect(valuesOf(measureRun(asMatrix, "matrix", PLAN))).toEqual(expected);
  });

  it("leave out what rows of one class do not have, and calibration without probabilities", () => {
    const one: Run = { name: "one", predictions: { ids: ["a", "b"], labels: [1, 1], scores: [2, -3] } };
    expect(Object.keys(valuesOf(measureRun(one, "one", PLAN)))).toEqual(["averagePrecision"]);
  });

  it("draw the rows of a unit together", () => {
    const labels = Array.from({ length: 60 }, (_, row) => Number(row % 20 >= 10));
    const scores = labels.map((label, row) => 0.4 * label + ((row * 7) % 10) / 15);
    const groups = { patient: labels.map((_, row) => String(Math.floor(row / 10))) };
    const run: Run = { name: "units", predictions: { ids: labels.map(String), labels, scores, groups } };
    const [own] = measureRun(run, "units", PLAN).metrics;
    const [byUnit] = measureRun({ ...run, unit: "patient" }, "units", PLAN).metrics;
    expect(byUnit.value).toBe(own.value);
    expect(byUnit.low).not.toBe(own.low);
  });
});

it("several classes have accuracy, its mean over classes, and the mean of one-vs-rest areas", () => {
  const run: Run = {
    name: "three",
    predictions: {
      ids: ["a", "b", "c", "d"],
      labels: [0, 1, 2, 2],
      scores: { data: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.3, 0.4, 0.6, 0.2, 0.2], shape: [4, 3] },
    },
  };
  const values = valuesOf(measureRun(run, "three", PLAN));
  // Class 0: 0.8 is above 0.6, 0.3 and 0.2. Class 1: 0.7 is highest. Class 2: 0.4 and 0.2 are above 0.1 twice.
  expect(values).toMatchObject({
    accuracy: 0.75,
    balancedAccuracy: expect.closeTo(2.5 / 3, 12) as number,
    rocAuc: 1,
  });
});

it("groupMetrics measures each group, and leaves out the AUC of one class", () => {
  const measured = measureRun(four, "four", PLAN);
  const groups = groupMetrics(measured, ["f", "f", "f", "m"]);
  expect(groups).toMatchObject([
    { group: "f", rows: 3, positives: 1, value: 0.5, sensitivity: 0, specificity: 1 },
    { group: "m", rows: 1, positives: 1, value: NaN, low: undefined, sensitivity: 1 },
  ]);
});

describe("compareRuns", () => {
  const better: Run = {
    name: "better",
    predictions: { ids: ["d", "c", "b", "a"], labels: [1, 1, 0, 0], scores: [0.9, 0.8, 0.2, 0.1] },
  };

  it("measures the difference on the same rows, in any order", () => {
    const found = compareRuns(measureRun(four, "four", PLAN), measureRun(better, "better", PLAN));
    expect(found?.value).toBe(0.25);
    expect(found?.low).toBeGreaterThanOrEqual(0); // the second run never orders a pair worse
  });

  it("does not compare other rows, or other labels", () => {
    const other: Run = {
      ...better,
      predictions: { ids: ["d", "c", "b", "x"], labels: [1, 1, 0, 0], scores: [0.9, 0.8, 0.2, 0.1] },
    };
    const changed: Run = {
      ...better,
      predictions: { ids: ["d", "c", "b", "a"], labels: [1, 0, 0, 0], scores: [0.9, 0.8, 0.2, 0.1] },
    };
    const first = measureRun(four, "four", PLAN);
    for (const run of [other, changed])
      expect(compareRuns(first, measureRun(run, "other", PLAN))).toBeUndefined();
  });
});
