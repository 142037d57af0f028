import { averagePrecision, brierScore, expectedCalibrationError, logLoss, rocAuc } from "@tensorloom/metrics";
import { measureInterval, type Measure } from "./interval.ts";
import type { IntervalPlan, Metric } from "./metric.ts";
import { rankingInterval, type RankingMetric } from "./rankingInterval.ts";
import { areProbabilities, type BinaryScores } from "./readScores.ts";
import { countAt } from "./thresholdCounts.ts";

/** The metrics of two classes, the main one first. Those that the rows do not have are left out. */
export function binaryMetrics(
  rows: BinaryScores,
  threshold: number | undefined,
  plan: IntervalPlan,
): readonly Metric[] {
  const { labels, scores } = rows;
  const metrics: Metric[] = [];
  const add = (
    key: string,
    name: string,
    measure: Measure,
    { better = "higher", interval = true }: { better?: Metric["better"]; interval?: boolean } = {},
  ): void => {
    const value = measure(labels, scores);
    if (!Number.isFinite(value)) return;
    const range = interval ? measureInterval(measure, { labels, scores }, plan) : undefined;
    metrics.push({ key, name, value, better, ...range });
  };
  const addRanking = (key: string, name: string, metric: RankingMetric): void => {
    const value = metric(labels, scores, {});
    if (!Number.isFinite(value)) return;
    metrics.push({ key, name, value, better: "higher", ...rankingInterval(metric, rows, plan) });
  };
  addRanking("rocAuc", "ROC AUC", rocAuc);
  addRanking("averagePrecision", "Average precision", averagePrecision);
  if (threshold !== undefined) {
    const at = (ratio: keyof ReturnType<typeof countAt>): Measure => {
      return (ofLabels, ofScores) => countAt(ofLabels, ofScores as ArrayLike<number>, threshold)[ratio]; // one per row, as above
    };
    add("sensitivity", "Sensitivity", at("sensitivity"));
    add("specificity", "Specificity", at("specificity"));
    add("precision", "Precision", at("precision"), { interval: false });
    add("f1", "F1", at("f1"), { interval: false });
    add("accuracy", "Accuracy", at("accuracy"), { interval: false });
  }
  if (areProbabilities(rows)) {
    const lower = { better: "lower", interval: false } as const;
    add("ece", "Calibration error (ECE)", (l, s) => expectedCalibrationError(l, s), lower);
    add("brier", "Brier score", (l, s) => brierScore(l, s), lower);
    add("logLoss", "Log loss", (l, s) => logLoss(l, s), lower);
  }
  return metrics;
}
