import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Metric, createMetric } from "./metric.ts";
import { type MetricName, resolveMetrics } from "./namedMetrics.ts";
import { averagePrecision } from "./averagePrecision.ts";
import { confusion } from "./confusion.ts";
import { rocAuc } from "./rocAuc.ts";
import { rocCurve } from "./rocCurve.ts";
import { thresholdAuc } from "./thresholdAuc.ts";

interface Case {
  readonly name: string;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly roc_auc: number;
  readonly average_precision: number;
  readonly keras_auc_200: number;
  readonly "precision@0.5": number;
  readonly "recall@0.5": number;
  readonly roc_points: number;
}

const file = new URL("../../fixtures/binary.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

describe.each(cases)("$name, as scikit-learn and Keras measure it", (golden) => {
  const { labels, scores } = golden;
  it("has its ROC AUC", () => expect(rocAuc(labels, scores)).toBeCloseTo(golden.roc_auc, 12));
  it("has its average precision", () =>
    expect(averagePrecision(labels, scores)).toBeCloseTo(golden.average_precision, 12));
  it("has its ROC points", () => expect(rocCurve(labels, scores)).toHaveLength(golden.roc_points));
  it("has Keras's AUC over 200 thresholds", () =>
    expect(thresholdAuc(labels, scores)).toBeCloseTo(golden.keras_auc_200, 6));
  it("has its precision and recall", () => {
    const { precision, recall } = confusion(labels, scores);
    expect(precision).toBeCloseTo(golden["precision@0.5"], 6);
    expect(recall).toBeCloseTo(golden["recall@0.5"], 6);
  });
});

function named(name: MetricName): Metric {
  return resolveMetrics("fit", [name])[0];
}

describe("rocAuc", () => {
  it("counts ties half", () => expect(rocAuc([0, 1, 0, 1], [1, 1, 1, 1])).toBe(0.5));
  it("is NaN if all labels are equal", () => {
    expect(rocAuc([1, 1], [0.1, 0.2])).toBeNaN();
    expect(rocAuc([], [])).toBeNaN();
  });
  it("takes any finite scores", () => expect(rocAuc([0, 1], [-1e300, 1e300])).toBe(1));
  it("rejects invalid labels and scores", () => {
    expect(() => rocAuc([0, 1], [0.5])).toThrow(
      "rocAuc: labels and scores must have the same length, got 2 and 1",
    );
    expect(() => rocAuc([0, 2], [0.5, 0.5])).toThrow(
      "rocAuc: labels[1] must be an integer from 0 to 1, got 2",
    );
    expect(() => rocAuc([0, 1], [0.5, NaN])).toThrow("rocAuc: scores[1] must be a finite number, got NaN");
  });
});

describe("confusion", () => {
  it("counts predictions at any threshold", () => {
    expect(confusion([1, 1, 0, 0, 0], [0.9, 0.2, 0.6, 0.1, 0.3], 0.15)).toEqual({
      truePositives: 2,
      falsePositives: 2,
      trueNegatives: 1,
      falseNegatives: 0,
      precision: 0.5,
      recall: 1,
      f1: 2 / 3,
    });
  });
});

describe("a metric of an epoch", () => {
  const column = (...values: number[]) => ({ data: Float32Array.from(values), shape: [values.length, 1] });

  it("is computed over the whole epoch, not averaged over batches", () => {
    const tally = named("auc").start();
    tally.update(column(0, 1), column(0.8, 0.9)); // AUC 1 by itself
    tally.update(column(0, 1), column(0.1, 0.2)); // and again
    expect(tally.result()).toBe(0.75);
  });

  it("counts soft labels above 0.5 as positive", () => {
    const tally = named("auc").start();
    tally.update(column(0.05, 0.95), column(0.3, 0.4));
    expect(tally.result()).toBe(1);
  });

  it("rejects a model with several outputs per row if it ranks one", () => {
    const outputs = { data: new Float32Array(6), shape: [2, 3] };
    expect(() => createMetric("auc", rocAuc).start().update(column(0, 1), outputs)).toThrow(
      "auc: the model must have one output per row, got 3",
    );
  });

  it.each([
    ["class numbers", { data: Float32Array.of(2, 0), shape: [2] }],
    ["one-hot rows", { data: Float32Array.of(0, 0, 1, 1, 0, 0), shape: [2, 3] }],
  ])("counts correct predictions of %s", (_how, targets) => {
    const tally = named("accuracy").start();
    tally.update(targets, { data: Float32Array.of(0.1, 0.2, 0.7, 0.3, 0.4, 0.3), shape: [2, 3] });
    expect(tally.result()).toBe(0.5);
  });
});
