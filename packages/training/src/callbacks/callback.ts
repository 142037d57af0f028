import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Numbers of an epoch by name: `loss`, the metrics, `learningRate`; of the validation with `val_` before. */
export type Logs = Readonly<Record<string, number>>;

/**
 * A number that every epoch will log.
 *
 * @inline
 */
export interface LoggedMetric {
  readonly name: string;
  /** Which way is better; `undefined` where neither is. */
  readonly mode: "max" | "min" | undefined;
}

/** A run, as its callbacks see it. */
export interface TrainingRun {
  readonly model: LayersModel;
  readonly epochs: number;
  /** Steps in an epoch; `undefined` until the first epoch has told. */
  readonly stepsPerEpoch: number | undefined;
  /** What each epoch will log. */
  readonly loggedMetrics: readonly LoggedMetric[];
  /** Ends the run after this epoch. */
  stop(reason: string): void;
}

/**
 * The beginning of an epoch.
 *
 * @inline
 */
export interface EpochBegin {
  /** From 0. */
  readonly epoch: number;
}

/** The end of a step: one change of the weights. */
export interface StepEnd extends EpochBegin {
  /** From 0, in its epoch. */
  readonly step: number;
  /** Of this step. */
  readonly loss: number;
  /** The mean loss of the epoch so far. */
  readonly meanLoss: number;
  readonly rows: number;
  readonly learningRate: number;
}

/** The end of an epoch, after its validation. */
export interface EpochEnd extends EpochBegin {
  /** Steps of the run so far. */
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

/** Looks on while a model trains. Each function may give a promise, which is awaited; what it throws ends the run. */
export interface Callback {
  onBegin?(run: TrainingRun): void | Promise<void>;
  onEpochBegin?(at: EpochBegin, run: TrainingRun): void | Promise<void>;
  onStepEnd?(at: StepEnd, run: TrainingRun): void | Promise<void>;
  onEpochEnd?(at: EpochEnd, run: TrainingRun): void | Promise<void>;
  /** Called however the run ends, once, for every callback whose `onBegin` was. */
  onEnd?(ending: RunOutcome, run: TrainingRun): void | Promise<void>;
}
