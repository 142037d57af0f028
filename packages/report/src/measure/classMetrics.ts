import {
  averagePrecision,
  classificationReport,
  expectedCalibrationError,
  logLoss,
  predictClasses,
  rocAuc,
  topKAccuracy,
} from "@tensorloom/metrics";
import { accuracyOf } from "./accuracyOf.ts";
import { measureInterval, type Measure } from "./interval.ts";
import type { IntervalPlan, Metric } from "./metric.ts";
import { areProbabilities, type ClassScores } from "./readScores.ts";

/** From how many classes on the accuracy of the three highest scores says something. */
const MIN_CLASSES_OF_TOP_3 = 6;

/** The metrics of several classes, the main one first. */
export function classMetrics(rows: ClassScores, plan: IntervalPlan): readonly Metric[] {
  const { labels, scores, classes } = rows;
  const predictions = predictClasses(scores);
  const metrics: Metric[] = [];
  const ofPredictions = (key: string, name: string, measure: Measure): void => {
    const value = measure(labels, predictions);
    metrics.push({
      key,
      name,
      value,
      better: "higher",
      ...measureInterval(measure, { labels, scores: predictions }, plan),
    });
  };
  const ofScores = (key: string, name: string, value: number, better: Metric["better"]): void => {
    if (Number.isFinite(value)) metrics.push({ key, name, value, better });
  };
  ofPredictions("accuracy", "Accuracy", accuracyOf);
  ofPredictions("balancedAccuracy", "Balanced accuracy", balancedAccuracyOf(classes.length));
  const { macro } = classificationReport(labels, predictions, { classes: classes.length });
  ofScores("macroF1", "F1, mean of classes", macro.f1, "higher");
  ofScores("rocAuc", "ROC AUC, mean of classes", rocAuc(labels, scores), "higher");
  ofScores(
    "averagePrecision",
    "Average precision, mean of classes",
    averagePrecision(labels, scores),
    "higher",
  );
  if (classes.length >= MIN_CLASSES_OF_TOP_3)
    ofScores("top3", "Accuracy of the three highest", topKAccuracy(labels, scores, { k: 3 }), "higher");
  if (areProbabilities(rows)) {
    ofScores("ece", "Calibration error (ECE)", expectedCalibrationError(labels, scores), "lower");
    ofScores("logLoss", "Log loss", logLoss(labels, scores), "lower");
  }
  return metrics;
}

function balancedAccuracyOf(classes: number): Measure {
  return (labels, predictions) =>
    classificationReport(labels, predictions as ArrayLike<number>, { classes }).balancedAccuracy; // one per row
}
