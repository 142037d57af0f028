import type { NDArray } from "@tensorloom/data";
import type { Metric } from "./metric.ts";

/** Accumulates the loss and the metrics of one epoch. */
export interface EpochMetrics {
  /** Adds a batch. `loss` is the mean over its rows. */
  update(loss: number, targets: NDArray, outputs: NDArray): void;
  readonly meanLoss: number;
  /** Returns loss and metrics by name, each with the prefix. */
  logs(prefix: string): Readonly<Record<string, number>>;
  /** Returns what is accumulated; later updates do not change it. */
  state(): EpochMetricsState;
}

/** What is accumulated of the loss and the metrics of an epoch, for a checkpoint. */
export interface EpochMetricsState {
  readonly rows: number;
  readonly sum: number;
  /** The states of the metrics, in their order. */
  readonly metrics: readonly object[];
}

/**
 * Starts an epoch, or continues one. The loss is the mean over the epoch's rows; metrics are computed over all rows.
 *
 * @param saved - Continues exactly from the state of an earlier process.
 */
export function createEpochMetrics(metrics: readonly Metric[], saved?: EpochMetricsState): EpochMetrics {
  const open = metrics.map((metric, at) => {
    const accumulator = metric.start();
    if (saved !== undefined) accumulator.restore?.(saved.metrics[at]);
    return { name: metric.name, accumulator };
  });
  let { rows, sum } = saved ?? { rows: 0, sum: 0 };
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
    state: () => ({ rows, sum, metrics: open.map(({ accumulator }) => accumulator.state?.() ?? {}) }),
  };
}
