import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EngineChoice } from "../engine/engineChoice.ts";

/**
 * The numbers of an epoch by name: `loss`, metrics, `learningRate`; those of the validation have the prefix `val_`.
 *
 * @example
 * ```ts
 * import type { Logs } from "@tensorloom/training";
 *
 * const generalizes = (logs: Logs): boolean => logs["val_loss"] < 2 * logs["loss"];
 * generalizes({ loss: 0.1, val_loss: 0.3, learningRate: 0.01 }); // => false
 * ```
 */
export type Logs = Readonly<Record<string, number>>;

/**
 * A metric that is logged after every epoch.
 *
 * @inline
 */
export interface LoggedMetric {
  readonly name: string;
  /** Whether a higher (`"max"`) or a lower (`"min"`) value is better; `undefined` if neither is. */
  readonly mode: "max" | "min" | undefined;
}

/**
 * A training run, as callbacks see it.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { type EpochEnd, fit, meanSquaredError, type TrainingRun } from "@tensorloom/training";
 *
 * function stopAfterTenSteps({ steps }: EpochEnd, run: TrainingRun): void {
 *   if (steps >= 10) run.stop(`10 steps are done in fewer than ${run.epochs} epochs`);
 * }
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1] })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const { stopped } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 50,
 *   loss: meanSquaredError(),
 *   callbacks: [{ onEpochEnd: stopAfterTenSteps }],
 * });
 * stopped; // => "10 steps are done in fewer than 50 epochs"
 * ```
 */
export interface TrainingRun {
  /** The model that is trained. */
  readonly model: LayersModel;
  /** Number of epochs. */
  readonly epochs: number;
  /** Number of steps per epoch; `undefined` until the first epoch has ended, if the dataset's size is unknown. */
  readonly stepsPerEpoch: number | undefined;
  /** The engine that computes the passes; `undefined` until the first step, if the size of its batch decides. */
  readonly engine?: EngineChoice | undefined;
  /** The metrics that each epoch logs. */
  readonly loggedMetrics: readonly LoggedMetric[];
  /** Where a resumed run continues; `undefined` for a run from the start. Known in `onBegin`. */
  readonly resumedAt?: ResumedAt | undefined;
  /** Stops the run after this epoch. */
  stop(reason: string): void;
  /** Multiplies the learning rate of all later steps, with any schedule. */
  scaleLearningRate(factor: number): void;
}

/**
 * Where a resumed run continues.
 *
 * @inline
 */
export interface ResumedAt {
  /** The epoch of the next step, from 0. Earlier epochs are finished. */
  readonly epoch: number;
  /** The next step in that epoch, from 0. */
  readonly step: number;
  /** Number of finished steps of the run. */
  readonly steps: number;
}

/**
 * The start of an epoch.
 *
 * @inline
 */
interface EpochBegin {
  /** The epoch, from 0. */
  readonly epoch: number;
}

/**
 * The end of a train step.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, meanSquaredError, type StepEnd } from "@tensorloom/training";
 *
 * const lines: string[] = [];
 * function writeLine({ epoch, step, loss, rows }: StepEnd): void {
 *   lines.push(`epoch ${epoch}, step ${step}: loss ${loss} of ${rows} rows`);
 * }
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1, 2), shape: [2, 1] }, targets: { data: Float32Array.of(1, 2), shape: [2] } };
 * const callbacks = [{ onStepEnd: writeLine }];
 * await fit(model, { train: fromArray([batch, batch]), epochs: 1, loss: meanSquaredError(), callbacks });
 * lines[1]; // => "epoch 0, step 1: loss 0 of 2 rows"
 * ```
 */
export interface StepEnd extends EpochBegin {
  /** The step, from 0 in each epoch. */
  readonly step: number;
  /** The loss of this step. */
  readonly loss: number;
  /** The mean loss of the epoch so far. */
  readonly meanLoss: number;
  /** Number of rows in the step. */
  readonly rows: number;
  readonly learningRate: number;
}

/**
 * The end of an epoch, after its validation.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { type EpochEnd, fit, meanSquaredError } from "@tensorloom/training";
 *
 * const lines: string[] = [];
 * function writeLine({ epoch, steps, logs }: EpochEnd): void {
 *   lines.push(`epoch ${epoch}: loss ${logs["loss"]} after ${steps} steps`);
 * }
 *
 * await useBackend("cpu");
 * const model = sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "ones" })] });
 * const batch = { inputs: { data: Float32Array.of(1), shape: [1, 1] }, targets: { data: Float32Array.of(1), shape: [1] } };
 * const callbacks = [{ onEpochEnd: writeLine }];
 * await fit(model, { train: fromArray([batch, batch]), epochs: 2, loss: meanSquaredError(), callbacks });
 * lines; // => ["epoch 0: loss 0 after 2 steps", "epoch 1: loss 0 after 4 steps"]
 * ```
 */
export interface EpochEnd extends EpochBegin {
  /** Number of steps of the run so far. */
  readonly steps: number;
  readonly logs: Logs;
}

/**
 * How a run ended.
 *
 * @inline
 */
export type RunOutcome =
  | { readonly status: "finished" }
  | { readonly status: "stopped"; readonly reason: string }
  | { readonly status: "aborted" | "failed"; readonly error: unknown };

/**
 * Hooks into a training run.
 *
 * Hooks may be async. An error thrown by a hook ends the run.
 *
 * @example
 * ```ts
 * import type { Callback } from "@tensorloom/training";
 *
 * const stopEarly: Callback = {
 *   onEpochEnd({ epoch, logs }, run) {
 *     if (logs["loss"] < 0.01) run.stop(`loss below 0.01 after ${String(epoch + 1)} epochs`);
 *   },
 *   onEnd({ status }) {
 *     if (status === "failed") process.exitCode = 1;
 *   },
 * };
 * Object.keys(stopEarly); // => ["onEpochEnd", "onEnd"]
 * ```
 */
export interface Callback {
  /** The name in messages, by which a resumed run finds the callback's state. Default: none. */
  readonly name?: string | undefined;
  /** Called before the first epoch. */
  onBegin?(run: TrainingRun): void | Promise<void>;
  /** Called at the start of each epoch, and again if a run is resumed within it. */
  onEpochBegin?(at: EpochBegin, run: TrainingRun): void | Promise<void>;
  /** Called after each train step. */
  onStepEnd?(at: StepEnd, run: TrainingRun): void | Promise<void>;
  /** Called after each epoch and its validation. */
  onEpochEnd?(at: EpochEnd, run: TrainingRun): void | Promise<void>;
  /** Called once when the run ends, for any reason, if `onBegin` has been called. */
  onEnd?(ending: RunOutcome, run: TrainingRun): void | Promise<void>;
  /**
   * Returns what the callback remembers, as plain data: numbers, texts, lists, objects, typed arrays. Checkpoints hold
   * it. Later changes must not change what was returned.
   */
  state?(): object;
  /** Continues from such a state of an earlier run. A resumed run calls it before `onBegin`; call it before `fit` otherwise. */
  restore?(state: object): void;
}
