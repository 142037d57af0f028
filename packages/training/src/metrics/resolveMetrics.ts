import { closest, isObject } from "@tensorloom/core/internal";
import { throwWrongType } from "../batch/throwWrongType.ts";
import type { Metric } from "./metric.ts";
import { METRIC_NAMES, metricByName, type MetricName } from "./namedMetrics.ts";

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
    const found = metricByName(metric);
    if (found !== undefined) return found;
    const meant = otherName(metric) ?? closest(metric, METRIC_NAMES);
    throw new RangeError(
      `${name} must be one of ${METRIC_NAMES.join(", ")} or a Metric, got ${JSON.stringify(metric)}` +
        (meant === undefined ? "" : `; did you mean ${meant}?`),
    );
  }
  const value: unknown = metric;
  if (isObject(value) && typeof value["start"] === "function" && typeof value["name"] === "string")
    return metric;
  return throwWrongType(name, `a metric or a name such as "accuracy"`, value);
}

/** Names in Keras, scikit-learn and of users, of metrics that have another name here. */
const OTHER_NAMES: Readonly<Record<string, MetricName>> = {
  acc: "accuracy",
  binary_accuracy: "accuracy",
  categorical_accuracy: "accuracy",
  roc_auc: "auc",
  roc_auc_ovr: "auc",
  roc_auc_ovo: "aucOvo",
  macro_auc: "auc",
  f1_score: "f1",
  f1_macro: "f1",
  macro_f1: "f1",
  micro_f1: "f1Micro",
  weighted_f1: "f1Weighted",
  brier: "brierScore",
  brier_score_loss: "brierScore",
  neg_log_loss: "logLoss",
  binary_crossentropy: "logLoss",
  categorical_crossentropy: "logLoss",
  kappa: "cohenKappa",
  mcc: "matthewsCorrelation",
  matthews_corrcoef: "matthewsCorrelation",
  top_k_categorical_accuracy: "top5Accuracy",
  sparse_top_k_categorical_accuracy: "top5Accuracy",
  top_k_accuracy: "top5Accuracy",
};

/** The metric of another name, written in any case, with underscores or without. */
function otherName(name: string): MetricName | undefined {
  const plain = (text: string): string => text.toLowerCase().replaceAll("_", "");
  const known = Object.keys(OTHER_NAMES).find((other) => plain(other) === plain(name));
  return known === undefined ? undefined : OTHER_NAMES[known];
}
