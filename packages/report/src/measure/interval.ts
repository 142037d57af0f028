import { bootstrapInterval } from "@tensorloom/metrics";
import { affordableSamples, type IntervalPlan } from "./metric.ts";

type Bootstrapped = Parameters<typeof bootstrapInterval>;

/** Labels, and scores or predicted classes. */
export interface MeasuredRows {
  readonly labels: ArrayLike<number>;
  readonly scores: Bootstrapped[1]["scores"];
}

export type Measure = (labels: ArrayLike<number>, scores: MeasuredRows["scores"]) => number;

/** The interval of a metric; undefined without samples, or if the metric is not a number for them. */
export function measureInterval(
  measure: Measure,
  rows: MeasuredRows,
  { samples, seed, units }: IntervalPlan,
): { readonly low: number; readonly high: number } | undefined {
  if (samples === 0 || !Number.isFinite(measure(rows.labels, rows.scores))) return undefined;
  const { low, high } = bootstrapInterval((labels, scores) => measure(labels, scores), rows, {
    samples: affordableSamples(samples, rows.labels.length),
    seed,
    ...(units === undefined ? { stratify: true } : { groups: units }),
  });
  return { low, high };
}
