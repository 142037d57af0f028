import {
  type ClassificationReport,
  classificationReport,
  type ClassScores,
  topKAccuracy,
} from "@tensorloom/metrics";
import { countClasses } from "./classLabels.ts";
import { createMeanMetric, createPredictionMetric } from "./createMetric.ts";
import type { Metric } from "./metric.ts";

/** The mean recall of the classes. */
export const balancedAccuracy: Metric = createPredictionMetric(
  "balancedAccuracy",
  (labels, predictions) => classificationReport(labels, predictions).balancedAccuracy,
);

/**
 * Creates a metric of precision, recall or F1.
 *
 * With one output per row, it is that of class 1, unless a class is named.
 *
 * @param choose - Chooses the class or the average.
 * @param classId - The class, if it is one.
 */
export function classMetric(
  name: string,
  score: "precision" | "recall" | "f1",
  choose: (report: ClassificationReport) => ClassScores,
  classId?: number,
): Metric {
  return createPredictionMetric(name, (labels, predictions, outputs) => {
    const classes = Math.max(2, outputs);
    if (classId !== undefined && classId >= classes)
      throw new RangeError(`${name}: the class must be below the model's ${String(classes)} classes`);
    const report = classificationReport(labels, predictions, { classes });
    return (outputs === 1 && classId === undefined ? report.classes[1] : choose(report))[score];
  });
}

/** Creates the metric of the fraction of rows whose class is among the `k` highest outputs. */
export function topKMetric(name: string, k: number): Metric {
  return createMeanMetric(
    name,
    (labels, scores) => {
      if (countClasses(scores) === 1)
        throw new RangeError(`${name}: the model must have one output per class, got 1`);
      return topKAccuracy(labels, scores, { k });
    },
    "max",
  );
}
