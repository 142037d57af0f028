import { byGroup, predictClasses, rocAuc } from "@tensorloom/metrics";
import { accuracyOf } from "./accuracyOf.ts";
import { measureInterval, type Measure } from "./interval.ts";
import { affordableSamples } from "./metric.ts";
import type { MeasuredRun } from "./measureRun.ts";
import { rankingInterval } from "./rankingInterval.ts";
import { countAt } from "./thresholdCounts.ts";

/** How well a run does on the rows of a group. */
export interface GroupMetric {
  readonly group: string;
  readonly rows: number;
  /** Rows of the positive class, if there are two. */
  readonly positives: number | undefined;
  /** The ROC AUC of two classes, or the accuracy of several; `NaN` if a group has one class only. */
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  /** At the threshold, if there is one. */
  readonly sensitivity: number | undefined;
  readonly specificity: number | undefined;
}

/** Up to how many groups a column is shown with. */
export const MAX_GROUPS = 40;

/** Samples for the interval of a group: fewer than for all rows, as there are many groups. */
const SAMPLES = 200;

/** The metric of each group of a column, in the order of their names. */
export function groupMetrics(
  { scores, threshold, plan }: MeasuredRun,
  groups: readonly string[],
): readonly GroupMetric[] {
  if (scores === undefined) return [];
  const isBinary = scores.kind === "binary";
  const measure: Measure = isBinary ? rocAuc : accuracyOf;
  const data = {
    labels: scores.labels,
    scores: isBinary ? scores.scores : Float64Array.from(predictClasses(scores.scores)),
  };
  const found = byGroup(
    (labels, values) => {
      const counts =
        isBinary && threshold !== undefined ? countAt(labels, values, threshold.value) : undefined;
      return {
        positives: isBinary ? labels.reduce((sum, label) => sum + label, 0) : undefined,
        value: measure(labels, values),
        sensitivity: counts?.sensitivity,
        specificity: counts?.specificity,
      };
    },
    data,
    groups,
  );
  return found
    .map(({ group, rows, value }) => {
      const own = [...groups.keys()].filter((row) => groups[row] === group);
      const picked = {
        labels: own.map((row) => data.labels[row]),
        scores: Float64Array.from(own, (row) => data.scores[row]),
      };
      const { units } = plan;
      const ownPlan = {
        ...plan,
        samples: affordableSamples(Math.min(plan.samples, SAMPLES), 4 * rows),
        units: units === undefined ? undefined : own.map((row) => units[row]),
      };
      const interval = isBinary
        ? rankingInterval(rocAuc, picked, ownPlan)
        : measureInterval(measure, picked, ownPlan);
      return { group, rows, ...value, low: interval?.low, high: interval?.high };
    })
    .sort((a, b) => a.group.localeCompare(b.group, "en", { numeric: true }));
}
