import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { Metric } from "./metric.ts";
import { type MetricName, resolveMetrics } from "./namedMetrics.ts";
import { f1, precision, recall } from "./classMetrics.ts";
import { type Average, classScores } from "./classScores.ts";
import { argMax, confusionMatrix } from "./confusionMatrix.ts";
import { topKAccuracy } from "./topKAccuracy.ts";

interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}
interface Case extends Readonly<Record<Average, Scores>> {
  readonly name: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly confusion: readonly (readonly number[])[];
  readonly perClass: readonly (Scores & { readonly support: number })[];
  readonly topK: Readonly<Record<string, number>>;
  readonly auc?: number;
  readonly averagePrecision?: number;
}

const file = new URL("../../fixtures/classes.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];
const FACTORIES = { f1, precision, recall } as const;
const AVERAGES: readonly Average[] = ["macro", "micro", "weighted"];

function measured(metric: Metric | MetricName, { labels, scores, classes }: Case, isOneHot: boolean): number {
  const [found] = resolveMetrics("fit", [metric]);
  const tally = found.start();
  for (let from = 0; from < labels.length; from += 16) {
    const part = labels.slice(from, from + 16);
    const hot = part.flatMap((label) => Array.from({ length: classes }, (_, at) => Number(at === label)));
    const outputs = Float32Array.from(scores.slice(from * classes, (from + 16) * classes));
    tally.update(
      isOneHot
        ? { data: Float32Array.from(hot), shape: [part.length, classes] }
        : { data: Float32Array.from(part), shape: [part.length] },
      { data: outputs, shape: [part.length, classes] },
    );
  }
  return tally.result();
}

describe.each(cases)("$name, as scikit-learn measures them", (golden) => {
  it("has its confusion matrix and scores per class", () => {
    const calls = argMax({ data: golden.scores, shape: [golden.labels.length, golden.classes] });
    const matrix = confusionMatrix(golden.labels, calls, golden.classes);
    expect(matrix).toEqual(golden.confusion);
    for (const [at, scores] of classScores(matrix).entries())
      for (const key of ["precision", "recall", "f1", "support"] as const)
        expect(scores[key]).toBeCloseTo(golden.perClass[at][key], 12);
  });

  describe.each(["f1", "precision", "recall"] as const)("%s", (score) => {
    it.each(AVERAGES)("has its %s average", (average) => {
      for (const isOneHot of [true, false])
        expect(measured(FACTORIES[score]({ average }), golden, isOneHot)).toBeCloseTo(
          golden[average][score],
          12,
        );
    });
    it("is the macro average by name, and one class by number", () => {
      expect(measured(score, golden, false)).toBeCloseTo(golden.macro[score], 12);
      golden.perClass.forEach((scores, classId) =>
        expect(measured(FACTORIES[score]({ classId }), golden, true)).toBeCloseTo(scores[score], 12),
      );
    });
  });

  it("has its top-k accuracy", () => {
    for (const [k, share] of Object.entries(golden.topK))
      expect(measured(topKAccuracy({ k: Number(k) }), golden, false)).toBeCloseTo(share, 12);
  });

  it("has its macro AUC and average precision, one class against the rest", () => {
    if (golden.auc === undefined) {
      expect(measured("auc", golden, false)).toBeNaN();
      return;
    }
    expect(measured("auc", golden, false)).toBeCloseTo(golden.auc, 12);
    expect(measured("averagePrecision", golden, true)).toBeCloseTo(golden.averagePrecision ?? NaN, 12);
  });
});

it("rejects rows with several classes", () => {
  const [metric] = resolveMetrics("fit", ["f1"]);
  const rows = { data: Float32Array.of(1, 1, 0), shape: [1, 3] };
  expect(() => metric.start().update(rows, rows)).toThrow("targets must have one class per row; row 0 has 2");
});

it("rejects unknown options, and classes that do not exist", () => {
  expect(() => f1({ avarage: "micro" } as never)).toThrow(
    /^f1: unknown option avarage; .*did you mean average\?$/,
  );
  expect(() => f1({ average: "mean" as never })).toThrow("f1: average must be one of");
  expect(() => topKAccuracy({ k: 0 })).toThrow("topKAccuracy: k must be an integer of at least 1, got 0");
  expect(() => measured(f1({ classId: 7 }), cases[0], false)).toThrow(
    "f1Class7: classId must be below the model's 7 classes, got 7",
  );
  expect(() => confusionMatrix([0, 3], [0, 0], 3)).toThrow(
    "confusionMatrix: labels[1] must be an integer from 0 to 2, got 3",
  );
});
