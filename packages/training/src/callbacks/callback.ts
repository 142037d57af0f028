import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The numbers of an epoch by name: `loss`, metrics, `learningRate`; those of the validation have the prefix `val_`. */
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

/** A training run, as callbacks see it. */
export interface TrainingRun {
  /** The model that is trained. */
  readonly model: LayersModel;
  /** Number of epochs. */
  readonly epochs: number;
  /** Number of steps per epoch; `undefined` until the first epoch has ended, if the dataset's size is unknown. */
  readonly stepsPerEpoch: number | undefined;
  /** The metrics that each epoch logs. */
  readonly loggedMetrics: readonly LoggedMetric[];
  /** Stops the run after this epoch. */
  stop(reason: string): void;
}

/**
 * The start of an epoch.
 *
 * @inline
 */
export interface EpochBegin {
  /** The epoch, from 0. */
  readonly epoch: number;
}

/** The end of a train step. */
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

/** The end of an epoch, after its validation. */
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
  /** Called before the first epoch. */
  onBegin?(run: TrainingRun): void | Promise<void>;
  /** Called at the start of each epoch. */
  onEpochBegin?(at: EpochBegin, run: TrainingRun): void | Promise<void>;
  /** Called after each train step. */
  onStepEnd?(at: StepEnd, run: TrainingRun): void | Promise<void>;
  /** Called after each epoch and its validation. */
  onEpochEnd?(at: EpochEnd, run: TrainingRun): void | Promise<void>;
  /** Called once when the run ends, for any reason, if `onBegin` has been called. */
  onEnd?(ending: RunOutcome, run: TrainingRun): void | Promise<void>;
}
