import type { NDArray } from "@tensorloom/data";
import type { Metric } from "./metric.ts";

/** The loss and the metrics of one epoch. */
export interface EpochMetrics {
  /** Takes a batch: `loss` is the mean over its rows. */
  update(loss: number, targets: NDArray, outputs: NDArray): void;
  readonly meanLoss: number;
  /** Everything by name, with `prefix` before each. */
  logs(prefix: string): Readonly<Record<string, number>>;
}

/** Opens an epoch: the loss is the mean over its rows, metrics are of the whole epoch. */
export function createEpochMetrics(metrics: readonly Metric[]): EpochMetrics {
  const open = metrics.map((metric) => ({ name: metric.name, tally: metric.start() }));
  let rows = 0;
  let sum = 0;
  return {
    update(loss, targets, outputs) {
      rows += outputs.shape[0];
      sum += loss * outputs.shape[0];
      for (const { tally } of open) tally.update(targets, outputs);
    },
    get meanLoss() {
      return sum / rows;
    },
    logs(prefix) {
      return Object.fromEntries([
        [`${prefix}loss`, sum / rows],
        ...open.map(({ name, tally }) => [`${prefix}${name}`, tally.result()] as const),
      ]);
    },
  };
}
