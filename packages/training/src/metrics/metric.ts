import { closest } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { isObject, wrongKind } from "../batch/wrongKind.ts";
import { accuracy } from "./accuracy.ts";
import { f1, precision, recall } from "./classMetrics.ts";
import { auc, averagePrecisionMetric } from "./macroAuc.ts";

/** A number about a whole epoch. */
export interface Metric {
  /** Its name in the logs; of the validation, `val_` before it. */
  readonly name: string;
  readonly better: "higher" | "lower";
  /** Opens an epoch. */
  begin(): Tally;
}

/** One epoch of a metric. */
export interface Tally {
  /** Takes a batch: targets as the loss wants them, outputs as the model gave them. */
  add(targets: NDArray, outputs: NDArray): void;
  result(): number;
}

/** The metrics that go by a name. */
export type MetricName = "accuracy" | "auc" | "averagePrecision" | "f1" | "precision" | "recall";

/** Labels are taken as 1 above one half, so soft labels (smoothing, mixup) are ranked too. */
const NAMED: Readonly<Record<MetricName, Metric>> = {
  accuracy,
  auc,
  averagePrecision: averagePrecisionMetric,
  f1: f1(),
  precision: precision(),
  recall: recall(),
};

/**
 * Metrics by their names, or as they are.
 *
 * @throws TypeError if one is no metric; RangeError if there is none of that name.
 */
export function metricsNamed(who: string, metrics: readonly (MetricName | Metric)[]): readonly Metric[] {
  const value: unknown = metrics;
  if (!Array.isArray(value)) wrongKind(`${who}: metrics`, "a list of names and metrics", value);
  const found = metrics.map((metric, at) => metricNamed(`${who}: metrics[${String(at)}]`, metric));
  const names = found.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new RangeError(`${who}: metrics must have names of their own, got ${twice} twice`);
  return found;
}

function metricNamed(name: string, metric: MetricName | Metric): Metric {
  if (typeof metric === "string") {
    if (Object.hasOwn(NAMED, metric)) return NAMED[metric];
    const names = Object.keys(NAMED);
    const meant = KERAS[(metric as string).toLowerCase()] ?? closest(metric, names);
    throw new RangeError(
      `${name} must be one of ${names.join(", ")} or a Metric, got ${JSON.stringify(metric)}` +
        (meant === undefined ? "" : `; did you mean ${meant}?`),
    );
  }
  const value: unknown = metric;
  if (isObject(value) && typeof value["begin"] === "function" && typeof value["name"] === "string")
    return metric;
  return wrongKind(name, `a metric or a name such as "accuracy"`, value);
}

/** Keras's and scikit-learn's names of what has another name here. */
const KERAS: Readonly<Partial<Record<string, string>>> = {
  acc: "accuracy",
  roc_auc: "auc",
  average_precision: "averagePrecision",
  f1_score: "f1",
  top_k_categorical_accuracy: "topKAccuracy()",
  sparse_top_k_categorical_accuracy: "topKAccuracy()",
};

/**
 * A metric of all labels and scores of an epoch at once, for models with one output a row.
 *
 * Labels arrive as 0 or 1 (1 above one half). Exact: nothing is averaged over batches.
 *
 * @param better - Which way is better; default `"higher"`.
 * @example
 * ```ts
 * import { wholeEpoch } from "@tensorloom/training";
 *
 * const spread = wholeEpoch("spread", (_labels, scores) => Math.max(...scores) - Math.min(...scores));
 * spread.better; // => "higher"
 * ```
 */
export function wholeEpoch(
  name: string,
  measure: (labels: readonly number[], scores: readonly number[]) => number,
  better: "higher" | "lower" = "higher",
): Metric {
  return {
    name,
    better,
    begin() {
      const labels: number[] = [];
      const scores: number[] = [];
      return {
        add(targets, outputs) {
          if (outputs.data.length !== outputs.shape[0]) {
            const columns = outputs.data.length / outputs.shape[0];
            throw new RangeError(`${name}: the model must have one output a row, got ${String(columns)}`);
          }
          for (const target of targets.data) labels.push(target > 0.5 ? 1 : 0);
          for (const score of outputs.data) scores.push(score);
        },
        result: () => measure(labels, scores),
      };
    },
  };
}
