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
    const meant = OTHER_NAMES[metric.toLowerCase().replaceAll("_", "")] ?? closest(metric, METRIC_NAMES);
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

/** Names in Keras and scikit-learn of metrics that have another name here, in lower case without underscores. */
const OTHER_NAMES: Readonly<Partial<Record<string, string>>> = {
  acc: "accuracy",
  binaryaccuracy: "accuracy",
  categoricalaccuracy: "accuracy",
  rocauc: "auc",
  rocaucovr: "auc",
  rocaucovo: "aucOvo",
  macroauc: "auc",
  f1score: "f1",
  f1macro: "f1",
  macrof1: "f1",
  microf1: "f1Micro",
  weightedf1: "f1Weighted",
  brier: "brierScore",
  brierscoreloss: "brierScore",
  neglogloss: "logLoss",
  binarycrossentropy: "logLoss",
  categoricalcrossentropy: "logLoss",
  kappa: "cohenKappa",
  mcc: "matthewsCorrelation",
  matthewscorrcoef: "matthewsCorrelation",
  topkcategoricalaccuracy: "top5Accuracy",
  sparsetopkcategoricalaccuracy: "top5Accuracy",
  topkaccuracy: "top5Accuracy",
};
