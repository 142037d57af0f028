import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Numbers of an epoch by name: `loss`, the metrics, `learningRate`; of the validation with `val_` before. */
export type Logs = Readonly<Record<string, number>>;

/** A number that every epoch will log. */
export interface LogName {
  readonly name: string;
  /** Which way is better; `undefined` where neither is. */
  readonly better: "higher" | "lower" | undefined;
}

/** A run, as its callbacks see it. */
export interface Run {
  readonly model: LayersModel;
  readonly epochs: number;
  /** Steps in an epoch; `undefined` until the first epoch has told. */
  readonly stepsPerEpoch: number | undefined;
  /** What each epoch will log. */
  readonly logs: readonly LogName[];
  /** Ends the run after this epoch. */
  stop(reason: string): void;
}

/** The beginning of an epoch. */
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

/** How a run ended. */
export type Ending =
  | { readonly how: "finished" }
  | { readonly how: "stopped"; readonly reason: string }
  | { readonly how: "aborted" | "failed"; readonly error: unknown };

/** Looks on while a model trains. Each function may give a promise, which is awaited; what it throws ends the run. */
export interface Callback {
  onBegin?(run: Run): void | Promise<void>;
  onEpochBegin?(at: EpochBegin, run: Run): void | Promise<void>;
  onStepEnd?(at: StepEnd, run: Run): void | Promise<void>;
  onEpochEnd?(at: EpochEnd, run: Run): void | Promise<void>;
  /** Called however the run ends, once, for every callback whose `onBegin` was. */
  onEnd?(ending: Ending, run: Run): void | Promise<void>;
}
