import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { brierScore } from "../probability/brierScore.ts";
import { logLoss } from "../probability/logLoss.ts";
import { averagePrecision } from "./averagePrecision.ts";
import { precisionRecallCurve } from "./precisionRecallCurve.ts";
import { rocAuc } from "./rocAuc.ts";
import { rocCurve } from "./rocCurve.ts";
import { thresholdAuc } from "./thresholdAuc.ts";

interface Roc {
  readonly fpr: readonly number[];
  readonly tpr: readonly number[];
  readonly thresholds: readonly (number | "Infinity")[];
}
interface Case {
  readonly name: string;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly weights: readonly number[] | null;
  readonly roc: Roc;
  readonly rocAll: Roc;
  readonly pr: {
    readonly precision: readonly number[];
    readonly recall: readonly number[];
    readonly thresholds: readonly number[];
  };
  readonly rocAuc: number;
  readonly averagePrecision: number;
  readonly logLoss: number;
  readonly logLoss32: number;
  readonly brierScore: number;
  readonly kerasAuc: number;
}

const file = new URL("../../fixtures/binary.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

function expectClose(found: readonly number[], expected: readonly (number | "Infinity")[]): void {
  expect(found).toHaveLength(expected.length);
  for (const [at, value] of expected.entries())
    if (value === "Infinity") expect(found[at]).toBe(Infinity);
    else expect(found[at]).toBeCloseTo(value, 12);
}

describe.each(cases)("$name, as scikit-learn and Keras measure it", (golden) => {
  const { labels, scores } = golden;
  const weights = golden.weights ?? undefined;

  it("has its ROC AUC and average precision", () => {
    expect(rocAuc(labels, scores, { weights })).toBeCloseTo(golden.rocAuc, 12);
    expect(averagePrecision(labels, scores, { weights })).toBeCloseTo(golden.averagePrecision, 12);
  });

  it.each(["roc", "rocAll"] as const)("has its points of the ROC: %s", (which) => {
    const points = rocCurve(labels, scores, { weights, dropIntermediate: which === "roc" });
    const expected = golden[which];
    expectClose(
      points.map((point) => point.falsePositiveRate),
      expected.fpr,
    );
    expectClose(
      points.map((point) => point.truePositiveRate),
      expected.tpr,
    );
    expectClose(
      points.map((point) => point.threshold),
      expected.thresholds,
    );
  });

  it("has its precision-recall curve", () => {
    const [first, ...points] = precisionRecallCurve(labels, scores, { weights });
    expect(first).toEqual({ threshold: Infinity, precision: 1, recall: 0 });
    expectClose(
      [first, ...points].map((point) => point.precision),
      golden.pr.precision,
    );
    expectClose(
      [first, ...points].map((point) => point.recall),
      golden.pr.recall,
    );
    expectClose(
      points.map((point) => point.threshold),
      golden.pr.thresholds,
    );
  });

  it("has its log loss and Brier score", () => {
    expect(logLoss(labels, scores, { weights })).toBeCloseTo(golden.logLoss, 12);
    expect(logLoss(labels, Float32Array.from(scores), { weights })).toBeCloseTo(golden.logLoss32, 5);
    expect(brierScore(labels, scores, { weights })).toBeCloseTo(golden.brierScore, 12);
  });

  it("has Keras's AUC over 200 thresholds", () => {
    expect(thresholdAuc(labels, scores, { weights })).toBeCloseTo(golden.kerasAuc, 6);
  });
});

it("reads one score per row from a matrix of one column", () => {
  const { labels, scores, rocAuc: area } = cases[0];
  for (const shape of [[scores.length], [scores.length, 1]])
    expect(rocAuc(labels, { data: Float64Array.from(scores), shape })).toBeCloseTo(area, 12);
});

describe("labels of one class only", () => {
  it("have no ROC AUC, and an average precision if they are positive", () => {
    expect(rocAuc([1, 1], [0.1, 0.2])).toBeNaN();
    expect(rocAuc([0, 0], [0.1, 0.2])).toBeNaN();
    expect(averagePrecision([0, 0], [0.1, 0.2])).toBeNaN();
    expect(averagePrecision([1, 1], [0.1, 0.2])).toBe(1);
  });
});

describe("invalid arguments throw", () => {
  const measures = { rocAuc, averagePrecision, rocCurve, precisionRecallCurve, thresholdAuc };

  it.each(Object.entries(measures))("%s", (name, measure) => {
    const untyped = measure as (...values: readonly unknown[]) => unknown;
    for (const [values, message] of [
      [[[0, 1], [0.5]], "labels must have one number per row, 1, got 2"],
      [
        [
          [0, 2],
          [0.5, 0.5],
        ],
        "labels[1] must be an integer from 0 to 1, got 2",
      ],
      [
        [
          [0, 1],
          [0.5, NaN],
        ],
        "scores[1] must be finite, got NaN",
      ],
      [[[], []], "scores must have at least one row, got none"],
      [[2, [0.5]], "labels must be an array of numbers, got 2"],
      [
        [[0], { data: [0.5], shape: [1, 1, 1] }],
        "scores must have shape [rows] or [rows, classes], got [1, 1, 1]",
      ],
      [[[0, 1], [0.5, 0.4], { weights: [1] }], "weights must have one number per row, 2, got 1"],
      [[[0, 1], [0.5, 0.4], { weights: [1, -1] }], "weights[1] must be finite and at least 0, got -1"],
      [[[0, 1], [0.5, 0.4], { weights: [0, 0] }], "weights must have one above 0"],
    ] as const)
      expect(() => untyped(...values)).toThrow(`${name}: ${message}`);
  });

  it.each([logLoss, brierScore])("of probabilities", (measure) => {
    expect(() => measure([0, 1], [0.5, 1.5])).toThrow(
      `${measure.name}: probabilities[1] must be from 0 to 1, got 1.5`,
    );
  });
});
