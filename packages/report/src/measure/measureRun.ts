import type { Run } from "../run/run.ts";
import { binaryMetrics } from "./binaryMetrics.ts";
import { classMetrics } from "./classMetrics.ts";
import type { IntervalPlan, Metric } from "./metric.ts";
import { readScores, type RunScores } from "./readScores.ts";
import { reportThreshold, type ReportThreshold } from "./threshold.ts";

/** A run with its scores and metrics. */
export interface MeasuredRun {
  readonly run: Run;
  /** The name of the run in the report: with a number if another run has the same one. */
  readonly name: string;
  readonly scores: RunScores | undefined;
  readonly threshold: ReportThreshold | undefined;
  /** Metrics of the predictions, the main one first. */
  readonly metrics: readonly Metric[];
  readonly plan: IntervalPlan;
}

/** What a report is asked for. */
export interface MeasureOptions {
  readonly sensitivity: number | undefined;
  readonly samples: number;
  readonly seed: number;
}

/** Measures the predictions of a run. */
export function measureRun(run: Run, name: string, options: MeasureOptions): MeasuredRun {
  const scores = readScores(run);
  const units = run.unit === undefined ? undefined : run.predictions?.groups?.[run.unit];
  const plan: IntervalPlan = { samples: options.samples, seed: options.seed, units };
  if (scores?.kind === "binary") {
    const threshold = reportThreshold(scores, run.threshold, options.sensitivity);
    return { run, name, scores, threshold, metrics: binaryMetrics(scores, threshold?.value, plan), plan };
  }
  const metrics = scores === undefined ? [] : classMetrics(scores, plan);
  return { run, name, scores, threshold: undefined, metrics, plan };
}
