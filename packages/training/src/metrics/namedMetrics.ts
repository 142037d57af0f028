import { closest, isObject } from "@tensorloom/core/internal";
import { throwWrongType } from "../batch/throwWrongType.ts";
import { accuracy } from "./accuracy.ts";
import { f1, precision, recall } from "./classMetrics.ts";
import { auc, averagePrecisionMetric } from "./macroAuc.ts";
import type { Metric } from "./metric.ts";

/**
 * The metrics that `fit` and `evaluate` know by name.
 *
 * @inline
 */
export type MetricName = "accuracy" | "auc" | "averagePrecision" | "f1" | "precision" | "recall";

/** A label above 0.5 counts as positive, so soft labels (label smoothing, MixUp) are ranked too. */
const METRICS: Readonly<Record<MetricName, Metric>> = {
  accuracy,
  auc,
  averagePrecision: averagePrecisionMetric,
  f1: f1(),
  precision: precision(),
  recall: recall(),
};

/**
 * Replaces names of metrics with the metrics.
 *
 * @throws TypeError if a value is not a metric; RangeError if no metric has that name, or two have the same.
 */
export function resolveMetrics(caller: string, metrics: readonly (MetricName | Metric)[]): readonly Metric[] {
  const value: unknown = metrics;
  if (!Array.isArray(value)) throwWrongType(`${caller}: metrics`, "a list of names and metrics", value);
  const found = metrics.map((metric, at) => resolveMetric(`${caller}: metrics[${String(at)}]`, metric));
  const names = found.map(({ name }) => name);
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new RangeError(`${caller}: metrics must have different names, got ${twice} twice`);
  return found;
}

function resolveMetric(name: string, metric: MetricName | Metric): Metric {
  if (typeof metric === "string") {
    if (Object.hasOwn(METRICS, metric)) return METRICS[metric];
    const names = Object.keys(METRICS);
    const meant = OTHER_NAMES[(metric as string).toLowerCase()] ?? closest(metric, names);
    throw new RangeError(
      `${name} must be one of ${names.join(", ")} or a Metric, got ${JSON.stringify(metric)}` +
        (meant === undefined ? "" : `; did you mean ${meant}?`),
    );
  }
  const value: unknown = metric;
  if (isObject(value) && typeof value["start"] === "function" && typeof value["name"] === "string")
    return metric;
  return throwWrongType(name, `a metric or a name such as "accuracy"`, value);
}

/** Names in Keras and scikit-learn of metrics that have another name here. */
const OTHER_NAMES: Readonly<Partial<Record<string, string>>> = {
  acc: "accuracy",
  roc_auc: "auc",
  average_precision: "averagePrecision",
  f1_score: "f1",
  top_k_categorical_accuracy: "topKAccuracy()",
  sparse_top_k_categorical_accuracy: "topKAccuracy()",
};
