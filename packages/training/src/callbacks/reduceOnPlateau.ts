import { checkOptions, finite, integer, isObject, type OptionKinds } from "@tensorloom/core/internal";
import type { Callback } from "./callback.ts";
import {
  checkMonitor,
  createMonitor,
  type Monitor,
  MONITOR_OPTIONS,
  type MonitorOptions,
} from "./monitor.ts";

/**
 * Options of {@link reduceOnPlateau}.
 *
 * @inline
 */
export interface ReduceOnPlateauOptions extends MonitorOptions {
  /** What the learning rate is multiplied by, above 0 and below 1. Default 0.1. */
  readonly factor?: number | undefined;
  /** Number of epochs without improvement before that, at least 1. Default 10. */
  readonly patience?: number | undefined;
  /** Epochs after a reduction in which none counts. Default 0. */
  readonly cooldown?: number | undefined;
  /** The lowest product of all reductions, from 0 to 1. Default 0. */
  readonly minFactor?: number | undefined;
}

const OPTIONS: OptionKinds<ReduceOnPlateauOptions> = {
  factor: "number",
  patience: "number",
  cooldown: "number",
  minFactor: "number",
  ...MONITOR_OPTIONS,
};

/** What the callback remembers between epochs, as plain data. */
interface PlateauState {
  /** The product of all reductions so far. */
  readonly factor: number;
  readonly best: number | undefined;
  readonly waited: number;
  readonly cooling: number;
}

const START: PlateauState = { factor: 1, best: undefined, waited: 0, cooling: 0 };

/**
 * Reduces the learning rate when a metric stops improving.
 *
 * The reductions multiply the rates of any schedule. As in Keras, an improvement must be larger than `minDelta`, 1e-4 by
 * default. `state()` returns what it remembers as plain data, and `restore(state)` continues from it in a later run.
 *
 * @throws RangeError if an option is out of its range, or the run does not log the monitored metric.
 * @see Keras, `ReduceLROnPlateau`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, reduceOnPlateau } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 5,
 *   loss: meanSquaredError(),
 *   schedule: 0.5,
 *   callbacks: [reduceOnPlateau({ monitor: "loss", factor: 0.5, patience: 2 })],
 * });
 * epochs.map(({ logs }) => logs["learningRate"]); // => [0.5, 0.5, 0.5, 0.25, 0.25]
 * ```
 */
export function reduceOnPlateau(options: ReduceOnPlateauOptions = {}): Callback {
  const checked = checkOptions("reduceOnPlateau", options, OPTIONS);
  const { factor = 0.1, patience = 10, cooldown = 0, minFactor = 0, minDelta = 1e-4 } = checked;
  checkMonitor("reduceOnPlateau", options);
  finite("reduceOnPlateau: factor", factor, 0, 1);
  if (factor === 0 || factor === 1)
    throw new RangeError(`reduceOnPlateau: factor must be above 0 and below 1, got ${String(factor)}`);
  integer("reduceOnPlateau: patience", patience, 1);
  integer("reduceOnPlateau: cooldown", cooldown, 0);
  finite("reduceOnPlateau: minFactor", minFactor, 0, 1);
  let monitor: Monitor | undefined;
  let state = START;
  let restored: PlateauState | undefined;
  return {
    name: "reduceOnPlateau",
    state: () => state,
    restore(earlier) {
      restored = checkState(earlier);
    },
    onBegin(run) {
      state = restored ?? { ...START, best: options.baseline };
      restored = undefined;
      monitor = createMonitor("reduceOnPlateau", run, { ...options, minDelta, baseline: state.best });
      if (state.factor !== 1) run.scaleLearningRate(state.factor);
    },
    onEpochEnd({ logs }, run) {
      const improved = monitor?.update(logs) === true;
      const cooling = Math.max(0, state.cooling - 1);
      const waited = improved || cooling > 0 ? 0 : state.waited + 1;
      state = { ...state, best: monitor?.best, waited, cooling };
      if (waited < patience || state.factor <= minFactor) return;
      const next = Math.max(state.factor * factor, minFactor);
      run.scaleLearningRate(next / state.factor);
      state = { ...state, factor: next, waited: 0, cooling: cooldown };
    },
  };
}

/** @throws TypeError if it is not a state of this callback. */
function checkState(value: unknown): PlateauState {
  if (!isObject(value)) throw new TypeError("reduceOnPlateau: restore: expected a state of reduceOnPlateau");
  const { best } = value;
  if (best !== undefined && typeof best !== "number")
    throw new TypeError("reduceOnPlateau: restore: best must be a number");
  const number = (name: string): number =>
    finite(`reduceOnPlateau: restore: ${name}`, value[name] as number, 0); // finite checks it
  return { factor: number("factor"), best, waited: number("waited"), cooling: number("cooling") };
}
