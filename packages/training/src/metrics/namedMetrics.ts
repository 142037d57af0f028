import {
  averagePrecision,
  brierScore,
  cohenKappa,
  logLoss,
  matthewsCorrelation,
  rocAuc,
} from "@tensorloom/metrics";
import { accuracy } from "./accuracy.ts";
import { balancedAccuracy, classMetric, topKMetric } from "./classMetrics.ts";
import { createMeanMetric, createMetric, createPredictionMetric } from "./createMetric.ts";
import type { Metric } from "./metric.ts";

/** The scores of classes. */
type Score = "f1" | "precision" | "recall";

/**
 * The metrics that `fit` and `evaluate` know by name.
 *
 * `f1Class2` is the F1 score of class 2, and `top5Accuracy` the top-5 accuracy.
 *
 * @inline
 */
export type MetricName =
  | "accuracy"
  | "auc"
  | "aucMicro"
  | "aucOvo"
  | "aucOvoWeighted"
  | "aucWeighted"
  | "averagePrecision"
  | "averagePrecisionMicro"
  | "averagePrecisionWeighted"
  | "balancedAccuracy"
  | "brierScore"
  | "cohenKappa"
  | "logLoss"
  | "matthewsCorrelation"
  | Score
  | `${Score}Micro`
  | `${Score}Weighted`
  | `${Score}Class${number}`
  | `top${number}Accuracy`;

/** The metrics with one name. */
const METRICS: Readonly<Partial<Record<string, Metric>>> = Object.fromEntries(
  [
    accuracy,
    createMetric("auc", (labels, scores) => rocAuc(labels, scores)),
    createMetric("aucMicro", (labels, scores) => rocAuc(labels, scores, { average: "micro" })),
    createMetric("aucWeighted", (labels, scores) => rocAuc(labels, scores, { average: "weighted" })),
    createMetric("aucOvo", (labels, scores) => rocAuc(labels, scores, { multiClass: "ovo" })),
    createMetric("aucOvoWeighted", (labels, scores) =>
      rocAuc(labels, scores, { multiClass: "ovo", average: "weighted" }),
    ),
    createMetric("averagePrecision", (labels, scores) => averagePrecision(labels, scores)),
    createMetric("averagePrecisionMicro", (labels, scores) =>
      averagePrecision(labels, scores, { average: "micro" }),
    ),
    createMetric("averagePrecisionWeighted", (labels, scores) =>
      averagePrecision(labels, scores, { average: "weighted" }),
    ),
    balancedAccuracy,
    createPredictionMetric("cohenKappa", (labels, predictions) => cohenKappa(labels, predictions)),
    createPredictionMetric("matthewsCorrelation", (labels, predictions) =>
      matthewsCorrelation(labels, predictions),
    ),
    createMeanMetric("brierScore", (labels, scores) => brierScore(labels, scores), "min"),
    createMeanMetric("logLoss", (labels, scores) => logLoss(labels, scores), "min"),
    ...(["f1", "precision", "recall"] as const).flatMap((score) => [
      classMetric(score, score, (report) => report.macro),
      classMetric(`${score}Micro`, score, (report) => report.micro),
      classMetric(`${score}Weighted`, score, (report) => report.weighted),
    ]),
  ].map((metric) => [metric.name, metric]),
);

/** The names of all metrics, as messages list them. */
export const METRIC_NAMES: readonly string[] = [...Object.keys(METRICS).sort(), "f1Class0", "top5Accuracy"];

/** The metric with a name; `undefined` if no metric has it. */
export function metricByName(name: string): Metric | undefined {
  return (Object.hasOwn(METRICS, name) ? METRICS[name] : undefined) ?? numberedMetric(name);
}

/** `f1Class2` or `top5Accuracy`. */
function numberedMetric(name: string): Metric | undefined {
  const [, score, classId] = /^(f1|precision|recall)Class(0|[1-9]\d*)$/.exec(name) ?? [];
  if (score === "f1" || score === "precision" || score === "recall")
    return classMetric(name, score, (report) => report.classes[Number(classId)], Number(classId));
  const k = /^top([1-9]\d*)Accuracy$/.exec(name)?.[1];
  return k === undefined ? undefined : topKMetric(name, Number(k));
}
