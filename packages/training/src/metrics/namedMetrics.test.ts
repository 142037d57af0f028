import { readFileSync } from "node:fs";
import { rocAuc } from "@tensorloom/metrics";
import { describe, expect, it } from "vitest";
import { createMetric } from "./createMetric.ts";
import type { Metric } from "./metric.ts";
import type { MetricName } from "./namedMetrics.ts";
import { resolveMetrics } from "./resolveMetrics.ts";

interface Scores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}
interface Case extends Readonly<Record<"macro" | "micro" | "weighted", Scores>> {
  readonly name: string;
  readonly classes: number;
  readonly labels: readonly number[];
  readonly scores: readonly number[];
  readonly perClass: readonly Scores[];
  readonly topK: Readonly<Record<string, number>>;
  readonly auc?: number;
  readonly averagePrecision?: number;
}

const file = new URL("../../fixtures/classes.json", import.meta.url);
const cases = JSON.parse(readFileSync(file, "utf8")) as readonly Case[];

function named(name: MetricName): Metric {
  return resolveMetrics("fit", [name])[0];
}

function measured(metric: Metric, { labels, scores, classes }: Case, isOneHot: boolean): number {
  const accumulator = metric.start();
  for (let from = 0; from < labels.length; from += 16) {
    const part = labels.slice(from, from + 16);
    const hot = part.flatMap((label) => Array.from({ length: classes }, (_, at) => Number(at === label)));
    const outputs = Float32Array.from(scores.slice(from * classes, (from + 16) * classes));
    accumulator.update(
      isOneHot
        ? { data: Float32Array.from(hot), shape: [part.length, classes] }
        : { data: Float32Array.from(part), shape: [part.length] },
      { data: outputs, shape: [part.length, classes] },
    );
  }
  return accumulator.result();
}

describe.each(cases)("$name, as scikit-learn measures them", (golden) => {
  it.each(["f1", "precision", "recall"] as const)("has its %s, averaged and of each class", (score) => {
    for (const isOneHot of [true, false]) {
      expect(measured(named(score), golden, isOneHot)).toBeCloseTo(golden.macro[score], 12);
      expect(measured(named(`${score}Micro`), golden, isOneHot)).toBeCloseTo(golden.micro[score], 12);
      expect(measured(named(`${score}Weighted`), golden, isOneHot)).toBeCloseTo(golden.weighted[score], 12);
      for (const [at, scores] of golden.perClass.entries())
        expect(measured(named(`${score}Class${String(at)}` as MetricName), golden, isOneHot)).toBeCloseTo(
          scores[score],
          12,
        );
    }
  });

  it("has its top-k accuracy", () => {
    for (const [k, share] of Object.entries(golden.topK))
      expect(measured(named(`top${k}Accuracy` as MetricName), golden, false)).toBeCloseTo(share, 12);
  });

  it("has its macro AUC and average precision, one class against the rest", () => {
    const found = [measured(named("auc"), golden, false), measured(named("averagePrecision"), golden, true)];
    const expected = [golden.auc ?? NaN, golden.averagePrecision ?? NaN]; // NaN if a class has no rows
    for (const [at, value] of found.entries())
      if (Number.isNaN(expected[at])) expect(value).toBeNaN();
      else expect(value).toBeCloseTo(expected[at], 12);
  });
});

const column = (...values: readonly number[]) => ({
  data: Float32Array.from(values),
  shape: [values.length, 1],
});

/** Two batches of an epoch: labels 0, 1, 1 and 0. */
const OUTPUTS = {
  targets: [Float32Array.of(0, 1, 1), Float32Array.of(0)],
  outputs: [Float32Array.of(0.9, 0.1, 0.4, 0.6, 0.8, 0.2), Float32Array.of(0.7, 0.3)],
};

describe("every name", () => {
  it.each<readonly [MetricName, "max" | "min", number]>([
    ["accuracy", "max", 0.75],
    ["balancedAccuracy", "max", 0.75],
    ["auc", "max", 0.75],
    ["aucMicro", "max", 11 / 16],
    ["aucOvo", "max", 0.75],
    ["aucOvoWeighted", "max", 0.75],
    ["aucWeighted", "max", 0.75],
    ["averagePrecision", "max", (1 / 1 / 2 + 2 / 3 / 2 + (1 / 1 / 2 + 2 / 3 / 2)) / 2],
    ["brierScore", "min", (0.02 + 0.32 + 1.28 + 0.18) / 4],
    ["cohenKappa", "max", 0.5],
    ["logLoss", "min", -(Math.log(0.9) + Math.log(0.6) + Math.log(0.2) + Math.log(0.7)) / 4],
    ["matthewsCorrelation", "max", 1 / Math.sqrt(3)],
  ])("%s is measured over all rows of an epoch", (name, mode, expected) => {
    const metric = named(name);
    expect([metric.name, metric.mode]).toEqual([name, mode]);
    const accumulator = metric.start();
    for (const [at, data] of OUTPUTS.targets.entries())
      accumulator.update(
        { data, shape: [data.length] },
        { data: OUTPUTS.outputs[at], shape: [data.length, 2] },
      );
    expect(accumulator.result()).toBeCloseTo(expected, 6);
  });

  it("counts positions if the outputs have several per row", () => {
    const pixels = named("accuracy").start();
    pixels.update(
      { data: Float32Array.of(1, 0, 1, 1), shape: [1, 2, 2, 1] },
      { data: Float32Array.of(0.9, 0.1, 0.2, 0.7), shape: [1, 2, 2, 1] },
    );
    expect(pixels.result()).toBe(0.75);
    const words = named("accuracy").start();
    words.update(
      { data: Float32Array.of(0, 1), shape: [1, 2] },
      { data: Float32Array.of(0.9, 0.1, 0.6, 0.4), shape: [1, 2, 2] },
    );
    expect(words.result()).toBe(0.5);
  });

  it("means the positive class if the model has one output", () => {
    for (const [name, expected] of [
      ["f1", 0.8],
      ["precision", 2 / 3],
      ["recallMicro", 1],
      ["recallClass0", 0],
      ["cohenKappa", 0],
    ] as const) {
      const accumulator = named(name).start();
      accumulator.update(column(0, 1, 1), column(0.6, 0.7, 0.8));
      expect(accumulator.result()).toBeCloseTo(expected, 12);
    }
  });
});

describe("a metric of an epoch", () => {
  it("is computed over the whole epoch, not averaged over batches", () => {
    const accumulator = named("auc").start();
    accumulator.update(column(0, 1), column(0.8, 0.9)); // AUC 1 by itself
    accumulator.update(column(0, 1), column(0.1, 0.2)); // and again
    expect(accumulator.result()).toBe(0.75);
  });

  it("counts soft labels above 0.5 as positive", () => {
    const accumulator = named("auc").start();
    accumulator.update(column(0.05, 0.95), column(0.3, 0.4));
    expect(accumulator.result()).toBe(1);
  });

  it("may be a function of labels and scores, also with several outputs", () => {
    const accumulator = createMetric("ovo", (labels, scores) =>
      rocAuc(labels, scores, { multiClass: "ovo" }),
    ).start();
    const outputs = { data: Float32Array.of(0.7, 0.2, 0.1, 0.3, 0.5, 0.2, 0.1, 0.3, 0.6), shape: [3, 3] };
    accumulator.update({ data: Float32Array.of(0, 1, 2), shape: [3] }, outputs);
    expect(accumulator.result()).toBe(1);
  });

  it("is computed again after more rows than memory was taken for", () => {
    const accumulator = createMetric("rows", (labels, { data, shape }) => {
      expect([labels.length, data.length]).toEqual([shape[0], shape[0]]);
      return labels.reduce((sum, label, row) => sum + label * data[row], 0);
    }).start();
    let expected = 0;
    for (let batch = 1; batch <= 20; batch++) {
      accumulator.update(
        column(...Array.from({ length: batch }, () => 1)),
        column(...new Float32Array(batch).fill(batch)),
      );
      expected += batch ** 2;
      expect(accumulator.result()).toBe(expected);
    }
  });

  it.each([
    ["class numbers", { data: Float32Array.of(2, 0), shape: [2] }],
    ["one-hot rows", { data: Float32Array.of(0, 0, 1, 1, 0, 0), shape: [2, 3] }],
  ])("counts correct predictions of %s", (_how, targets) => {
    const accumulator = named("accuracy").start();
    accumulator.update(targets, { data: Float32Array.of(0.1, 0.2, 0.7, 0.3, 0.4, 0.3), shape: [2, 3] });
    expect(accumulator.result()).toBe(0.5);
  });
});

describe("invalid names and rows throw", () => {
  it("with the name that was meant", () => {
    for (const [name, meant] of [
      ["macroF1", "f1"],
      ["weighted_f1", "f1Weighted"],
      ["roc_auc", "auc"],
      ["mcc", "matthewsCorrelation"],
      ["sparse_top_k_categorical_accuracy", "top5Accuracy"],
      ["aucc", "auc"],
    ])
      expect(() => named(name as never)).toThrow(`got "${name}"; did you mean ${meant}?`);
    for (const name of ["top0Accuracy", "f1Class-1", "f1Class01", "constructor"])
      expect(() => named(name as never)).toThrow(/^fit: metrics\[0\] must be one of accuracy, auc, aucMicro/);
  });

  it("if rows have several classes, or the class does not exist", () => {
    const rows = { data: Float32Array.of(1, 1, 0), shape: [1, 3] };
    expect(() => {
      named("f1").start().update(rows, rows);
    }).toThrow("f1: targets must have one class per row; row 0 has 2");
    expect(() => measured(named("f1Class7"), cases[0], false)).toThrow(
      "f1Class7: the class must be below the model's 7 classes",
    );
    expect(() => {
      named("top2Accuracy").start().update(column(1), column(0.4));
    }).toThrow("top2Accuracy: the model must have one output per class, got 1");
  });
});
