import type { NDArray } from "@tensorloom/data";

/** A number about a whole epoch. */
export interface Metric {
  /** Its name in the logs; of the validation, `val_` before it. */
  readonly name: string;
  readonly mode: "max" | "min";
  /** Opens an epoch. */
  start(): MetricAccumulator;
}

/** One epoch of a metric. */
export interface MetricAccumulator {
  /** Takes a batch: targets as the loss wants them, outputs as the model gave them. */
  update(targets: NDArray, outputs: NDArray): void;
  result(): number;
}

/**
 * A metric of all labels and scores of an epoch at once, for models with one output a row.
 *
 * Labels arrive as 0 or 1 (1 above one half). Exact: nothing is averaged over batches.
 *
 * @param mode - Which way is better; default `"max"`.
 * @example
 * ```ts
 * import { createMetric } from "@tensorloom/training";
 *
 * const spread = createMetric("spread", (_labels, scores) => Math.max(...scores) - Math.min(...scores));
 * spread.mode; // => "max"
 * ```
 */
export function createMetric(
  name: string,
  measure: (labels: readonly number[], scores: readonly number[]) => number,
  mode: "max" | "min" = "max",
): Metric {
  return {
    name,
    mode,
    start() {
      const labels: number[] = [];
      const scores: number[] = [];
      return {
        update(targets, outputs) {
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
