import type { Recompute } from "@tensorloom/graph";
import type { OptionKinds } from "@tensorloom/core/internal";
import type { Source } from "@tensorloom/data";
import type { Schedule } from "@tensorloom/schedules";
import type { Batch } from "../batch/batch.ts";
import type { Callback, LoggedMetric } from "../callbacks/callback.ts";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricName } from "../metrics/namedMetrics.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { ReplicasOptions, ResolvedReplicas } from "./replicasOptions.ts";

/**
 * Rows of one forward and backward pass: as many as given, or as many as fit into memory.
 *
 * @inline
 */
export type MicroBatch = number | "auto";

/** What {@link fit} is told. */
export interface FitOptions {
  readonly train: Source<Batch>;
  /** Looked at after each epoch, in inference mode; its first batch is checked before training. */
  readonly validation?: Source<Batch> | undefined;
  /** At least 1. */
  readonly epochs: number;
  /** Default: one pass over `train` is an epoch. Needed where `train` repeats without end. */
  readonly stepsPerEpoch?: number | undefined;
  readonly loss: Loss;
  /** Default: `adam()`. */
  readonly optimizer?: Optimizer | undefined;
  /** The learning rate, or a rule that gives it for a step or an epoch (both from 0); default 0.001. */
  readonly schedule?: number | Schedule | undefined;
  /** What the schedule counts; default `"step"`. */
  readonly scheduleBy?: "step" | "epoch" | undefined;
  /** Default: accuracy, and AUC where the model says yes or no. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  /** Called in this order. */
  readonly callbacks?: readonly Callback[] | undefined;
  /** How many batches make one step, as if they were one larger batch; default 1. */
  readonly accumulate?: number | undefined;
  /**
   * Rows of one forward and backward pass; the gradients of a batch's passes are accumulated. `"auto"`: as many as fit
   * into wasm's memory, with as little recomputation as that takes. Default: the whole batch. Batch normalisation in
   * training mode uses the statistics of each micro-batch.
   */
  readonly microBatch?: MicroBatch | undefined;
  readonly clip?: GradientClipping | undefined;
  /** Decides every dropout mask; any whole number; default 0. */
  readonly seed?: number | undefined;
  /** How many replicas, each on a core, share the rows of a batch; default 1. Node only, on wasm or cpu. */
  readonly replicas?: number | ReplicasOptions | undefined;
  /** What a step computes again on the way back to take less memory, as for `fuse`; default as `fuse` was told, or nothing. */
  readonly recompute?: Recompute | undefined;
  /** Told before the first step where it will hardly fit into wasm's memory; default: a warning of Node's process. */
  readonly onWarning?: ((sentence: string) => void) | undefined;
  /** Ends the run at once; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/** The kinds of the options of `fit`, by name. */
export const FIT_OPTIONS: OptionKinds<FitOptions> = {
  train: "any",
  validation: "any",
  epochs: "number",
  stepsPerEpoch: "number",
  loss: "any",
  optimizer: "any",
  schedule: "any",
  scheduleBy: "any",
  metrics: "any",
  callbacks: "any",
  accumulate: "number",
  microBatch: "any",
  clip: "any",
  seed: "number",
  replicas: "any",
  recompute: "any",
  onWarning: "function",
  signal: "any",
};

/** A run, checked and with nothing left out. */
export interface ResolvedFitOptions {
  readonly train: Source<Batch>;
  readonly validation: Source<Batch> | undefined;
  readonly epochs: number;
  readonly stepsPerEpoch: number | undefined;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly learningRateAt: (epoch: number, step: number) => number;
  readonly metrics: readonly Metric[];
  readonly loggedMetrics: readonly LoggedMetric[];
  readonly callbacks: readonly Callback[];
  readonly accumulate: number;
  readonly microBatch: MicroBatch | undefined;
  readonly clip: GradientClipping;
  readonly seed: number;
  readonly replicas: ResolvedReplicas;
  readonly recompute: Recompute | undefined;
  readonly onWarning: (sentence: string) => void;
  readonly signal: AbortSignal | undefined;
}
