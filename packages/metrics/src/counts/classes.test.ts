import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { predictClasses } from "../input/predictClasses.ts";
import { oneVsRest } from "../input/oneVsRest.ts";
import { brierScore } from "../probability/brierScore.ts";
import { logLoss } from "../probability/logLoss.ts";
import { averagePrecision } from "../ranking/averagePrecision.ts";
import { rocAuc } from "../ranking/rocAuc.ts";
import { topKAccuracy } from "../ranking/topKAccuracy.ts";
import { classificationReport } from "./classificationReport.ts";
import type { ClassScores } from "./classScores.ts";
import { cohenKappa } from "./cohenKappa.ts";
import { confusionMatrix } from "./confusionMatrix.ts";
import { matthewsCorrelation } from "./matthewsCorrelation.ts";

const AVERAGES = ["macro", "micro", "weighted"] as const;
type Average = (typeof AVERAGES)[number];
type Matrix = readonly (readonly number[])[];

interface Case
  extends
    Readonly<Record<Average, Omit<ClassScores, "support">>>,
    Readonly<Record<`${"ovr" | "ap" | "ovo"}-${Average}`, number | null | undefined>>,
    Readonly<Record<`confusion-${"true" | "pred" | "all"}`, Matrix>> {
  readonly name: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly weights: readonly number[] | null;
  readonly predictions: readonly number[];
  readonly confusion: Matrix;
  readonly perClass: readonly ClassScores[];
  readonly accuracy: number;
  readonly balancedAccuracy: number;
  readonly kappa: Readonly<Record<"none" | "linear" | "quadratic", number | null>>;
  readonly mcc: number;
  readonly logLoss: number;
  readonly brierScore: number;
  readonly topK: Readonly<Record<string, number>>;
}

const file = new URL("../../fixtures/classes.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

function expectMatrix(found: Matrix, expected: Matrix): void {
  for (const [row, values] of expected.entries())
    for (const [column, value] of values.entries()) expect(found[row][column]).toBeCloseTo(value, 12);
}

describe.each(cases)("$name, as scikit-learn measures it", (golden) => {
  const { labels, predictions, classes } = golden;
  const weights = golden.weights ?? undefined;
  const scores = { data: golden.scores, shape: [labels.length, classes] };

  it("has its predicted classes and confusion matrices", () => {
    expect([...predictClasses(scores)]).toEqual(predictions);
    expectMatrix(confusionMatrix(labels, predictions, { classes, weights }), golden.confusion);
    for (const normalize of ["true", "pred", "all"] as const)
      expectMatrix(
        confusionMatrix(labels, predictions, { classes, weights, normalize }),
        golden[`confusion-${normalize}`],
      );
  });

  it("has its report", () => {
    const report = classificationReport(labels, predictions, { classes, weights });
    expectMatrix(report.confusion, golden.confusion);
    expect(report.accuracy).toBeCloseTo(golden.accuracy, 12);
    expect(report.balancedAccuracy).toBeCloseTo(golden.balancedAccuracy, 12);
    for (const key of ["precision", "recall", "f1"] as const) {
      for (const average of AVERAGES) expect(report[average][key]).toBeCloseTo(golden[average][key], 12);
      for (const [at, one] of golden.perClass.entries())
        expect(report.classes[at][key]).toBeCloseTo(one[key], 12);
    }
    for (const [at, { support }] of golden.perClass.entries())
      expect(report.classes[at].support).toBeCloseTo(support, 12);
  });

  it("has its kappa and Matthews correlation", () => {
    for (const [weighting, kappa] of Object.entries(golden.kappa)) {
      const way = weighting === "none" ? undefined : (weighting as "linear" | "quadratic"); // a key of the record
      const found = cohenKappa(labels, predictions, { classes, weights, weighting: way });
      expectNear(found, kappa);
    }
    expect(matthewsCorrelation(labels, predictions, { weights })).toBeCloseTo(golden.mcc, 12);
  });

  it("has its log loss, Brier score and top-k accuracy", () => {
    expect(logLoss(labels, scores, { weights })).toBeCloseTo(golden.logLoss, 12);
    expect(brierScore(labels, scores, { weights })).toBeCloseTo(golden.brierScore, 12);
    for (const [k, share] of Object.entries(golden.topK))
      expect(topKAccuracy(labels, scores, { k: Number(k), weights })).toBeCloseTo(share, 12);
  });

  it.each(AVERAGES)("has its %s ROC AUC and average precision", (average) => {
    const options = { average, weights };
    expectNear(rocAuc(labels, scores, options), golden[`ovr-${average}`]);
    expectNear(averagePrecision(labels, scores, options), golden[`ap-${average}`]);
  });

  it.each(["macro", "weighted"] as const)("has its %s ROC AUC of pairs", (average) => {
    const measure = (): number => rocAuc(labels, scores, { average, multiClass: "ovo", weights });
    if (weights !== undefined) expect(measure).toThrow('rocAuc: multiClass "ovo" has no weights');
    else expectNear(measure(), golden[`ovo-${average}`]);
  });
});

/** scikit-learn has no value if a class has no rows. */
function expectNear(found: number, expected: number | null | undefined): void {
  if (expected === null) expect(found).toBeNaN();
  else if (expected !== undefined) expect(found).toBeCloseTo(expected, 12);
}

describe("a class without rows", () => {
  const scores = { data: [0.7, 0.2, 0.1, 0.3, 0.6, 0.1, 0.5, 0.4, 0.1], shape: [3, 3] };

  it.each(["ovr", "ovo"] as const)(
    "makes a mean NaN, and does not count in a weighted one: %s",
    (multiClass) => {
      expect(rocAuc([0, 1, 1], scores, { multiClass })).toBeNaN();
      expect(rocAuc([0, 1, 1], scores, { multiClass, average: "weighted" })).toBe(1);
    },
  );
});

describe("predictClasses", () => {
  it("predicts a positive at the threshold and above", () => {
    expect([...predictClasses([0.49, 0.5, 0.51])]).toEqual([0, 1, 1]);
    expect([...predictClasses([0.49, 0.5], { threshold: Infinity })]).toEqual([0, 0]);
  });
  it("takes a threshold for one score per row only", () => {
    const scores = { data: [0.2, 0.8], shape: [1, 2] };
    expect(() => predictClasses(scores, { threshold: 0.3 })).toThrow(
      "predictClasses: threshold is for one score per row, got 2; see oneVsRest",
    );
    expect(() => predictClasses([0.3], { threshold: NaN })).toThrow("threshold must be a number, got NaN");
  });
});

it("oneVsRest measures one class", () => {
  const [{ labels, scores, classes }] = cases;
  const matrix = { data: scores, shape: [labels.length, classes] };
  const areas = [0, 1, 2, 3].map((one) => {
    const rest = oneVsRest(labels, matrix, one);
    return rocAuc(rest.labels, rest.scores);
  });
  expect(areas.reduce((sum, area) => sum + area, 0) / 4).toBeCloseTo(cases[0]["ovr-macro"] ?? NaN, 12);
  expect(() => oneVsRest(labels, matrix, 4)).toThrow(
    "oneVsRest: classId must be an integer from 0 to 3, got 4",
  );
  const single = { data: [0.2, 0.8], shape: [2, 1] };
  expect(() => oneVsRest([0, 1], single, 1)).toThrow(
    "oneVsRest: scores must be [rows, classes], got one per row",
  );
});

describe("invalid arguments throw", () => {
  it("for classes that do not exist", () => {
    expect(() => confusionMatrix([0, 3], [0, 0], { classes: 3 })).toThrow(
      "confusionMatrix: labels[1] must be an integer from 0 to 2, got 3",
    );
    expect(() => cohenKappa([0, 1], [0, 0.5])).toThrow(
      "cohenKappa: predictions[1] must be an integer of at least 0, got 0.5",
    );
    expect(() => matthewsCorrelation([0, 1], [0])).toThrow(
      "matthewsCorrelation: predictions must have one number per row, 2, got 1",
    );
    expect(() => classificationReport([], [])).toThrow(
      "classificationReport: labels must have at least one row, got none",
    );
  });
  it("for choices that do not exist", () => {
    const scores = { data: [0.2, 0.8], shape: [1, 2] };
    expect(() => rocAuc([0], scores, { average: "mean" as never })).toThrow("rocAuc: average must be one of");
    expect(() => rocAuc([0], scores, { multiClass: "ovo", average: "micro" })).toThrow(
      'rocAuc: multiClass "ovo" has no micro average',
    );
    expect(() => topKAccuracy([0], scores, { k: 0 })).toThrow(
      "topKAccuracy: k must be an integer of at least 1, got 0",
    );
    expect(() => topKAccuracy([0], [0.3], { k: 1 })).toThrow(
      "topKAccuracy: scores must be [rows, classes], got one per row",
    );
  });
});
