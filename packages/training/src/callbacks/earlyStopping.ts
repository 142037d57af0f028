import { checkOptions, integer, isObject, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback } from "./callback.ts";
import {
  checkMonitor,
  createMonitor,
  type Monitor,
  MONITOR_OPTIONS,
  type MonitorOptions,
} from "./monitor.ts";
import { takeWeightsSnapshot, type WeightsSnapshot, weightsSnapshot } from "../model/weightsSnapshot.ts";

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

/** What the callback remembers between epochs. */
interface StoppingState {
  readonly best: number | undefined;
  /** Epochs since the best one that improved on the baseline. */
  readonly waited: number;
  /** The weights of the best epoch, in the model's order. */
  readonly weights?: WeightsSnapshot["arrays"] | undefined;
}

/**
 * Stops training when a metric stops improving, and restores the best weights (early stopping).
 *
 * As in Keras, epochs that do not improve on `baseline` count as waiting, and the best of them is restored if none does.
 * The best weights are kept in memory, so they are restored after an abort or an error too. `state()` returns the best
 * value, its weights and the epochs since, and `restore(state)` continues from them in a later run.
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
  const { patience = 5, restoreBest = true, baseline } = checkOptions("earlyStopping", options, OPTIONS);
  if (patience !== Infinity) integer("earlyStopping: patience", patience, 1);
  checkMonitor("earlyStopping", options);
  let monitor: Monitor | undefined;
  let best: WeightsSnapshot | undefined;
  let waited = 0;
  let restored: StoppingState | undefined;
  return {
    name: "earlyStopping",
    state: () => ({ best: monitor?.best, waited, weights: best?.arrays }) satisfies StoppingState,
    restore(state) {
      restored = checkState(state);
    },
    onBegin(run) {
      const from = restored ?? { best: undefined, waited: 0 };
      monitor = createMonitor("earlyStopping", run, { ...options, baseline: from.best });
      best = from.weights && weightsSnapshot(run.model, from.weights);
      waited = from.waited;
      restored = undefined;
    },
    async onEpochEnd({ logs }, run) {
      if (monitor === undefined) return;
      const isBest = monitor.update(logs);
      if (isBest && restoreBest) best = await takeWeightsSnapshot(run.model);
      const isEnough = baseline === undefined || monitor.isBetter(logs, baseline);
      waited = isBest && isEnough ? 0 : waited + 1;
      if (isBest || waited < patience) return;
      run.stop(`${monitor.name} ${describeBest(monitor, baseline)} for ${String(waited)} epochs`);
    },
    onEnd() {
      best?.restore();
    },
  };
}

function describeBest(monitor: Monitor, baseline: number | undefined): string {
  const { name, best } = monitor;
  if (best === undefined) return "never was a number";
  if (baseline === undefined || monitor.isBetter({ [name]: best }, baseline))
    return `stays at ${String(best)}`;
  return `does not improve on ${String(baseline)}, with ${String(best)} at best,`;
}

/** @throws TypeError if it is not a state of this callback. */
function checkState(value: unknown): StoppingState {
  const { waited, best, weights } = isObject(value) ? value : {};
  const isList = weights === undefined || Array.isArray(weights);
  const isNumber = best === undefined || typeof best === "number";
  if (typeof waited !== "number" || !isList || !isNumber)
    throw new TypeError("earlyStopping: restore: expected a state of earlyStopping");
  return value as StoppingState; // checked above; the model checks the arrays
}
