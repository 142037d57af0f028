import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { classificationReport } from "../counts/classificationReport.ts";
import { predictClasses } from "../input/predictClasses.ts";
import { chooseThreshold, type ChooseThresholdOptions } from "./chooseThreshold.ts";

interface Expected {
  readonly threshold: number | "Infinity";
  readonly sensitivity: number;
  readonly specificity: number;
  readonly precision: number;
  readonly f1: number;
}
type By = ChooseThresholdOptions["by"];
interface Case extends Readonly<Record<By, Expected>> {
  readonly name: string;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly weights: readonly number[];
}

const file = new URL("../../fixtures/thresholds.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];
const OPTIONS: readonly ChooseThresholdOptions[] = [
  { by: "youden" },
  { by: "f1" },
  { by: "cost", falsePositive: 2, falseNegative: 10 },
  { by: "sensitivity", atLeast: 0.9 },
  { by: "specificity", atLeast: 0.8 },
  { by: "precision", atLeast: 0.5 },
];

describe.each(cases)("$name: among all thresholds", (golden) => {
  it.each(OPTIONS)("is the best by $by", (options) => {
    const { labels, scores, weights } = golden;
    const found = chooseThreshold(labels, scores, { ...options, weights });
    const expected = golden[options.by];
    expect(found.threshold).toBe(expected.threshold);
    for (const key of ["sensitivity", "specificity", "precision", "f1"] as const)
      expect(found[key]).toBeCloseTo(expected[key], 12);
  });
});

describe("chooseThreshold", () => {
  const [labels, scores] = [
    [0, 1, 0, 1, 0, 1],
    [0.1, 0.2, 0.3, 0.6, 0.7, 0.9],
  ];

  it("returns what predictClasses then does", () => {
    const choice = chooseThreshold(labels, scores, { by: "youden" });
    const report = classificationReport(labels, predictClasses(scores, { threshold: choice.threshold }));
    expect(choice.sensitivity).toBe(report.classes[1].recall);
    expect(choice.specificity).toBe(report.classes[0].recall);
    expect(choice.precision).toBe(report.classes[1].precision);
    expect([
      [choice.trueNegatives, choice.falsePositives],
      [choice.falseNegatives, choice.truePositives],
    ]).toEqual(report.confusion);
  });

  it("predicts no row positive if false positives cost enough", () => {
    expect(chooseThreshold([1, 0, 0], [0.1, 0.2, 0.3], { by: "cost", falsePositive: 9 }).threshold).toBe(
      Infinity,
    );
  });

  it("throws if no threshold is enough, or an option has no effect", () => {
    expect(() => chooseThreshold([1, 0], [0.1, 0.2], { by: "precision", atLeast: 0.6 })).toThrow(
      "chooseThreshold: no threshold has a precision of at least 0.6; the highest is 0.5",
    );
    expect(() => chooseThreshold([1, 1], [0.1, 0.2], { by: "youden" })).toThrow(
      "chooseThreshold: labels must have both classes, got one",
    );
    expect(() => chooseThreshold(labels, scores, { by: "youden", atLeast: 0.5 })).toThrow(
      'atLeast is for by: "sensitivity", "specificity" or "precision", got "youden"',
    );
    expect(() => chooseThreshold(labels, scores, { by: "f1", falseNegative: 2 })).toThrow(
      'chooseThreshold: falseNegative is for by: "cost", got "f1"',
    );
    expect(() => chooseThreshold(labels, scores, { by: "cost", falseNegative: -2 })).toThrow(
      "chooseThreshold: falseNegative must be a finite number of at least 0, got -2",
    );
    expect(() => chooseThreshold(labels, scores, { by: "sensitivity" })).toThrow(
      'chooseThreshold: by: "sensitivity" needs atLeast, a number from 0 to 1, such as 0.9',
    );
    expect(() => chooseThreshold(labels, scores, { by: "best" as never })).toThrow("by must be one of");
  });
});
