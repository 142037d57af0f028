import type { NDArray } from "@tensorloom/data";
import type { Metric } from "./metric.ts";

/** Accumulates the loss and the metrics of one epoch. */
export interface EpochMetrics {
  /** Adds a batch. `loss` is the mean over its rows. */
  update(loss: number, targets: NDArray, outputs: NDArray): void;
  readonly meanLoss: number;
  /** Returns loss and metrics by name, each with the prefix. */
  logs(prefix: string): Readonly<Record<string, number>>;
}

/** Starts an epoch. The loss is the mean over the epoch's rows; metrics are computed over all rows. */
export function createEpochMetrics(metrics: readonly Metric[]): EpochMetrics {
  const open = metrics.map((metric) => ({ name: metric.name, accumulator: metric.start() }));
  let rows = 0;
  let sum = 0;
  return {
    update(loss, targets, outputs) {
      rows += outputs.shape[0];
      sum += loss * outputs.shape[0];
      for (const { accumulator } of open) accumulator.update(targets, outputs);
    },
    get meanLoss() {
      return sum / rows;
    },
    logs(prefix) {
      return Object.fromEntries([
        [`${prefix}loss`, sum / rows],
        ...open.map(({ name, accumulator }) => [`${prefix}${name}`, accumulator.result()] as const),
      ]);
    },
  };
}
