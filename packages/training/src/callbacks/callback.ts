import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EngineChoice } from "../engine/engineChoice.ts";
import type { MemoryPlan } from "../engine/memoryPlan.ts";
import type {
  EpochBegin,
  EpochEnd,
  RunOutcome,
  StepEnd,
  StepGradients,
  TrainBatch,
  ValidationBatch,
} from "./events.ts";
import type { ResumedAt } from "./resumedAt.ts";

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
  /** How a step is computed so that it fits into memory; undefined until the first step, or if no limit is known. */
  readonly memoryPlan?: MemoryPlan | undefined;
  /** The metrics that each epoch logs. */
  readonly loggedMetrics: readonly LoggedMetric[];
  /** The settings of the run by name, such as `epochs`, `optimizer`, `optimizer.beta1`, `schedule` and `loss`. */
  readonly hyperparameters?: Hyperparameters | undefined;
  /** The point at which a resumed run continues; `undefined` for a run from the start. Known in `onBegin`. */
  readonly resumedAt?: ResumedAt | undefined;
  /** Stops the run after this epoch. */
  stop(reason: string): void;
  /** Multiplies the learning rate of all later steps, with any schedule. */
  scaleLearningRate(factor: number): void;
}

/**
 * Settings by name.
 *
 * @inline
 */
export type Hyperparameters = Readonly<Record<string, string | number | boolean>>;

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
  /**
   * Whether it is called on every rank. Default false: on rank 0 only. On every rank it must do the same, since a run
   * follows rank 0 alone.
   */
  readonly everyRank?: boolean | undefined;
  /** Called before the first epoch. */
  onBegin?(run: TrainingRun): void | Promise<void>;
  /** Called at the start of each epoch, and again if a run is resumed within it. */
  onEpochBegin?(at: EpochBegin, run: TrainingRun): void | Promise<void>;
  /** Called with each training batch, before its gradients are computed. */
  onTrainBatch?(at: TrainBatch, run: TrainingRun): void | Promise<void>;
  /** Called with the gradients of each step, after the update and before `onStepEnd`. */
  onGradients?(at: StepGradients, run: TrainingRun): void | Promise<void>;
  /** Called after each train step. */
  onStepEnd?(at: StepEnd, run: TrainingRun): void | Promise<void>;
  /** Called with each batch of the validation after an epoch, and the outputs for it. */
  onValidationBatch?(at: ValidationBatch, run: TrainingRun): void | Promise<void>;
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
