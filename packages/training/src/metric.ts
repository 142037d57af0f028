import type { NDArray } from "@tensorloom/data";
import { accuracy } from "./metrics/accuracy.ts";
import { averagePrecision } from "./metrics/averagePrecision.ts";
import { confusion } from "./metrics/confusion.ts";
import { rocAuc } from "./metrics/rocAuc.ts";

/** A number about a whole epoch. */
export interface Metric {
  /** Its name in the logs; of the validation, `val_` before it. */
  readonly name: string;
  readonly better: "higher" | "lower";
  /** Opens an epoch. */
  begin(): Tally;
}

/** One epoch of a metric. */
export interface Tally {
  /** Takes a batch: targets as the loss wants them, outputs as the model gave them. */
  add(targets: NDArray, outputs: NDArray): void;
  result(): number;
}

/** The metrics that go by a name. */
export type MetricName = "accuracy" | "auc" | "averagePrecision" | "f1" | "precision" | "recall";

/** Labels are taken as 1 above one half, so soft labels (smoothing, mixup) are ranked too. */
const NAMED: Readonly<Record<MetricName, Metric>> = {
  accuracy,
  auc: wholeEpoch("auc", rocAuc),
  averagePrecision: wholeEpoch("averagePrecision", averagePrecision),
  f1: wholeEpoch("f1", (labels, scores) => confusion(labels, scores).f1),
  precision: wholeEpoch("precision", (labels, scores) => confusion(labels, scores).precision),
  recall: wholeEpoch("recall", (labels, scores) => confusion(labels, scores).recall),
};

/** A metric by its name, or as it is. */
export function metricNamed(metric: MetricName | Metric): Metric {
  if (typeof metric !== "string") return metric;
  const found = new Map(Object.entries(NAMED)).get(metric);
  if (found !== undefined) return found;
  throw new RangeError(
    `fit: metrics must be one of ${Object.keys(NAMED).join(", ")} or a Metric, got ${JSON.stringify(metric)}`,
  );
}

/**
 * A metric of all labels and scores of an epoch at once, for models with one output a row.
 *
 * Labels arrive as 0 or 1 (1 above one half). Exact: nothing is averaged over batches.
 *
 * @param better - Which way is better; default `"higher"`.
 * @example
 * ```ts
 * import { wholeEpoch } from "@tensorloom/training";
 *
 * const spread = wholeEpoch("spread", (_labels, scores) => Math.max(...scores) - Math.min(...scores));
 * spread.better; // => "higher"
 * ```
 */
export function wholeEpoch(
  name: string,
  measure: (labels: readonly number[], scores: readonly number[]) => number,
  better: "higher" | "lower" = "higher",
): Metric {
  return {
    name,
    better,
    begin() {
      const labels: number[] = [];
      const scores: number[] = [];
      return {
        add(targets, outputs) {
          if (outputs.data.length !== outputs.shape[0]) {
            const columns = outputs.data.length / outputs.shape[0];
            throw new RangeError(`${name}: the model must have one output a row, got ${String(columns)}`);
          }
          for (const target of targets.data) labels.push(target > 0.5 ? 1 : 0);
          for (const score of outputs.data) scores.push(score);
        },
        result: () => measure(labels, scores),
      };
    },
  };
}
