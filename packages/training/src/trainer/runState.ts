import { finite } from "@tensorloom/core/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TrainingRun } from "../callbacks/callback.ts";
import type { EpochEnd } from "../callbacks/events.ts";
import type { ResumedAt } from "../callbacks/resumedAt.ts";
import type { EngineChoice } from "../engine/engineChoice.ts";
import { createEpochMetrics, type EpochMetrics, type EpochMetricsState } from "../metrics/epochMetrics.ts";
import type { Metric } from "../metrics/metric.ts";
import type { ResolvedFitOptions } from "../options/fitOptions.ts";
import type { Trainer } from "../strategies/trainer.ts";

/** What changes during a run, besides the weights and what the trainer, the dataset and the callbacks remember. */
export interface RunState {
  /** The epoch of the next step. */
  epoch: number;
  /** Number of finished steps of the run. */
  steps: number;
  /** The epoch that is being trained; `undefined` between two. */
  running: RunningEpoch | undefined;
  /** The finished epochs. */
  readonly done: EpochEnd[];
  stopped: string | undefined;
  stepsPerEpoch: number | undefined;
  engine: EngineChoice | undefined;
  /** What callbacks have multiplied the learning rate by. */
  rateFactor: number;
}

/** An epoch that is being trained. */
export interface RunningEpoch {
  /** The next step, from 0. */
  step: number;
  readonly metrics: EpochMetrics;
  readonly lastLosses: number[];
  learningRate: number;
}

/** The state of a run as plain data. */
export interface SavedRunState extends Omit<RunState, "running" | "done"> {
  readonly done: readonly EpochEnd[];
  readonly running?: SavedRunningEpoch | undefined;
}

/** The state of a running epoch as plain data. */
interface SavedRunningEpoch extends Omit<RunningEpoch, "metrics" | "lastLosses"> {
  readonly lastLosses: readonly number[];
  readonly metrics: EpochMetricsState;
}

/** Starts the state of a run, or continues a saved one. */
export function startRunState(options: ResolvedFitOptions, saved?: SavedRunState): RunState {
  const start = { epoch: 0, steps: 0, stopped: undefined, engine: undefined, rateFactor: 1, ...saved };
  return {
    ...start,
    stepsPerEpoch: saved?.stepsPerEpoch ?? countSteps(options),
    done: [...(saved?.done ?? [])],
    running: saved?.running && startRunningEpoch(options.metrics, saved.running),
  };
}

/** Starts an epoch, or continues a saved one. */
export function startRunningEpoch(metrics: readonly Metric[], saved?: SavedRunningEpoch): RunningEpoch {
  return {
    step: saved?.step ?? 0,
    metrics: createEpochMetrics(metrics, saved?.metrics),
    lastLosses: [...(saved?.lastLosses ?? [])],
    learningRate: saved?.learningRate ?? NaN,
  };
}

/** Copies the state as plain data. An epoch without a step is saved as not begun: the dataset is at the end of a pass. */
export function saveRunState({ running, ...state }: RunState): SavedRunState {
  const isBegun = running !== undefined && running.step > 0;
  return {
    ...state,
    done: [...state.done],
    running: isBegun
      ? { ...running, lastLosses: [...running.lastLosses], metrics: running.metrics.state() }
      : undefined,
  };
}

/** Ends the running epoch. */
export function endEpoch(state: RunState, end: EpochEnd): void {
  state.done.push(end);
  state.running = undefined;
  state.epoch++;
}

/** Whether no step and no validation is left. A stop takes effect after its epoch. */
export function isFinished({ epoch, running, stopped }: RunState, { epochs }: ResolvedFitOptions): boolean {
  return running === undefined && (epoch >= epochs || stopped !== undefined);
}

function countSteps({ stepsPerEpoch, train, accumulate }: ResolvedFitOptions): number | undefined {
  return stepsPerEpoch ?? (train.size === undefined ? undefined : Math.ceil(train.size / accumulate));
}

/** The run as callbacks see it. */
export function createRun(
  model: LayersModel,
  options: ResolvedFitOptions,
  state: RunState,
  { trainer, isResumed }: { readonly trainer: Trainer; readonly isResumed: boolean },
): TrainingRun {
  const { epoch, steps, running } = state;
  const resumedAt: ResumedAt | undefined = isResumed ? { epoch, step: running?.step ?? 0, steps } : undefined;
  return {
    model,
    epochs: options.epochs,
    get stepsPerEpoch() {
      return state.stepsPerEpoch;
    },
    get engine() {
      return state.engine;
    },
    get memoryPlan() {
      return trainer.memoryPlan;
    },
    loggedMetrics: options.loggedMetrics,
    hyperparameters: options.hyperparameters,
    resumedAt,
    stop(reason) {
      state.stopped ??= reason;
    },
    scaleLearningRate(factor) {
      state.rateFactor *= finite("fit: scaleLearningRate: factor", factor, 0);
    },
  };
}
