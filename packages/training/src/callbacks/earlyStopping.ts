import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback } from "./callback.ts";
import { type Monitor, MONITOR_OPTIONS, createMonitor, type MonitorOptions } from "./monitor.ts";
import { type WeightsSnapshot, takeWeightsSnapshot } from "../model/weightsSnapshot.ts";

/**
 * Options of {@link earlyStopping}.
 *
 * @inline
 */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** Number of epochs without improvement before stopping, at least 1. Default 5. `Infinity` only restores the best. */
  readonly patience?: number | undefined;
  /** Whether to restore the best epoch's weights when the run ends, for any reason. Default true. */
  readonly restoreBest?: boolean | undefined;
}

const OPTIONS: OptionKinds<EarlyStoppingOptions> = {
  patience: "number",
  ...MONITOR_OPTIONS,
  restoreBest: "boolean",
};

/**
 * Stops training when a metric stops improving, and restores the best weights (early stopping).
 *
 * The best weights are kept in memory, so they are restored after an abort or an error too.
 *
 * @throws RangeError if `patience` is not an integer, or the run does not log the monitored metric.
 * @see Keras, `EarlyStopping(restore_best_weights=True)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { earlyStopping, fit, meanSquaredError } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const { epochs, stopped } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 50,
 *   loss: meanSquaredError(),
 *   callbacks: [earlyStopping({ monitor: "loss", patience: 2 })],
 * });
 * [epochs.length, stopped]; // => [3, "loss stays at 0 for 2 epochs"]
 * ```
 */
export function earlyStopping(options: EarlyStoppingOptions = {}): Callback {
  const { patience = 5, restoreBest = true } = checkOptions("earlyStopping", options, OPTIONS);
  if (patience !== Infinity) integer("earlyStopping: patience", patience, 1);
  let monitor: Monitor | undefined;
  let best: WeightsSnapshot | undefined;
  let waited = 0;
  return {
    onBegin(run) {
      monitor = createMonitor("earlyStopping", run, options);
      best = undefined;
      waited = 0;
    },
    async onEpochEnd({ logs }, run) {
      if (monitor?.update(logs) === true) {
        waited = 0;
        if (restoreBest) best = await takeWeightsSnapshot(run.model);
        return;
      }
      waited++;
      if (waited < patience) return;
      const record = monitor?.best === undefined ? "never was a number" : `stays at ${String(monitor.best)}`;
      run.stop(`${monitor?.name ?? ""} ${record} for ${String(waited)} epochs`);
    },
    onEnd() {
      best?.restore();
    },
  };
}
