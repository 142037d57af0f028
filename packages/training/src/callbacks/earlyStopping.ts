import { checkOptions, integer, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback } from "./callback.ts";
import { type Monitor, MONITOR_OPTIONS, createMonitor, type MonitorOptions } from "./monitor.ts";
import { type WeightsSnapshot, takeWeightsSnapshot } from "../model/snapshot.ts";

/**
 * When {@link earlyStopping} stops.
 *
 * @inline
 */
export interface EarlyStoppingOptions extends MonitorOptions {
  /** How many epochs may pass without a gain, at least 1; default 5. `Infinity` never stops: it only keeps the best. */
  readonly patience?: number;
  /** Puts the weights of the best epoch back when the run ends, however it ends; default true. */
  readonly restoreBest?: boolean;
}

const OPTIONS: OptionKinds<EarlyStoppingOptions> = {
  patience: "number",
  ...MONITOR_OPTIONS,
  restoreBest: "boolean",
};

/**
 * Ends a run that has stopped to improve, and leaves the model with the weights of its best epoch.
 *
 * The best weights are kept in memory, so they come back after an abort or an error too.
 *
 * @throws RangeError where `patience` is not whole, or the run logs no number of the monitor's name.
 * @see Keras, `EarlyStopping(restore_best_weights=True)`
 * @example
 * ```ts
 * import { earlyStopping } from "@tensorloom/training";
 *
 * const callbacks = [earlyStopping({ monitor: "val_auc", patience: 3 })];
 * callbacks.length; // => 1
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
