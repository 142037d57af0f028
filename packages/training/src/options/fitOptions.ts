import type { Recompute } from "@tensorloom/graph";
import type { OptionKinds } from "@tensorloom/core/internal";
import type { Source } from "@tensorloom/data";
import type { Schedule } from "@tensorloom/schedules";
import type { Batch } from "../batch/batch.ts";
import type { Given } from "../batch/namedInputs.ts";
import type { Callback, Hyperparameters, LoggedMetric } from "../callbacks/callback.ts";
import type { EngineOption } from "../engine/engineOption.ts";
import type { Loss } from "../losses/loss.ts";
import type { Metric } from "../metrics/metric.ts";
import type { MetricName } from "../metrics/namedMetrics.ts";
import type { Optimizer } from "../optimizers/optimizer.ts";
import type { EmaOptions, ResolvedEma } from "../averaging/emaOptions.ts";
import type { CheckpointOptions, ResolvedCheckpoint } from "../checkpoint/checkpointOptions.ts";
import type { GradientClipping } from "../step/clipGradients.ts";
import type { ClassWeighting } from "./classWeights.ts";
import type { LayerRates } from "./layerRates.ts";
import type { MaxMemory, MemoryBudget } from "./memoryBudget.ts";
import type { ReplicasOptions, ResolvedReplicas } from "./replicasOptions.ts";

/**
 * The rows of one forward and backward pass: a number, or as many as fit into memory.
 *
 * @inline
 */
type MicroBatch = number | "auto";

/**
 * Options of {@link fit}.
 *
 * @example
 * ```ts
 * import { fromArray } from "@tensorloom/data";
 * import { cosine } from "@tensorloom/schedules";
 * import { adam, binaryCrossEntropy, earlyStopping, type FitOptions } from "@tensorloom/training";
 *
 * const batch = { inputs: { data: Float32Array.of(1, 2), shape: [2, 1] }, targets: { data: Float32Array.of(0, 1), shape: [2] } };
 * const options: FitOptions = {
 *   train: fromArray([batch]),
 *   validation: fromArray([batch]),
 *   epochs: 10,
 *   loss: binaryCrossEntropy({ labelSmoothing: 0.05 }),
 *   optimizer: adam(),
 *   schedule: cosine({ start: 0.001, steps: 1000 }),
 *   metrics: ["auc", "f1"],
 *   callbacks: [earlyStopping({ monitor: "val_auc", patience: 3 })],
 *   clip: { norm: 1 },
 * };
 * options.epochs; // => 10
 * ```
 */
export interface FitOptions {
  /** The training batches. Inputs of a model with several may be a list, or an object by the names of its input layers. */
  readonly train: Source<Given<Batch>>;
  /** Batches to evaluate after each epoch, in inference mode. The first batch is checked before training. */
  readonly validation?: Source<Given<Batch>> | undefined;
  /** Number of epochs, at least 1. */
  readonly epochs: number;
  /** Number of train steps per epoch. Default: one pass over `train`. Required if `train` is endless. */
  readonly stepsPerEpoch?: number | undefined;
  /** The loss function, such as `binaryCrossEntropy()`. */
  readonly loss: Loss;
  /** Default `adam()`. */
  readonly optimizer?: Optimizer | undefined;
  /** The learning rate, or a function that returns it for a step or an epoch, both counted from 0. Default 0.001. */
  readonly schedule?: number | Schedule | undefined;
  /** Whether the schedule's argument is the step or the epoch. Default `"step"`. */
  readonly scheduleBy?: "step" | "epoch" | undefined;
  /**
   * Factors on the learning rate by pattern of variables or layers, such as `{ "block1*": 0.1 }`, or a function of a
   * variable's name. See `layerDecay`. Default: 1 for all.
   */
  readonly layerRates?: LayerRates | undefined;
  /**
   * Exponential moving average of the weights. Validation, `onEpochEnd` and the finished model have the average, train
   * steps the trained weights. Default: none.
   */
  readonly ema?: EmaOptions | undefined;
  /** Metrics, or their names. Default: accuracy for classification, and AUC if the output is one probability. */
  readonly metrics?: readonly (MetricName | Metric)[] | undefined;
  /**
   * A factor on the loss of each class, as `classWeights("balanced", labels)` of `@tensorloom/metrics` computes them. They
   * multiply the rows' own weights, in training and not in validation. Default: 1 for all.
   */
  readonly classWeights?: readonly number[] | undefined;
  /** Callbacks, called in this order. */
  readonly callbacks?: readonly Callback[] | undefined;
  /** Gradient accumulation: the number of batches per step, as if they were one larger batch. Default 1. */
  readonly accumulate?: number | undefined;
  /**
   * The most memory that the tensors of a step may take: bytes, or a text such as `"2 GB"`. Replicas share it. Default:
   * what the backend and the machine allow, on wasm at most 4 GB per replica.
   */
  readonly maxMemory?: MaxMemory | undefined;
  /**
   * Rows of one forward and backward pass; the gradients of a batch's passes are accumulated. `"auto"`, the default: as
   * many as fit into `maxMemory`, with as little recomputation as possible. Batch normalisation in training mode uses the
   * statistics of each micro-batch.
   */
  readonly microBatch?: MicroBatch | undefined;
  /** Gradient clipping: `{ norm }` of all gradients together, or `{ value }` of each number. Default: none. */
  readonly clip?: GradientClipping | undefined;
  /** Seed of all dropout masks, an integer. Default 0. */
  readonly seed?: number | undefined;
  /**
   * Number of replicas, one per core, that split each batch. `"all"`: as many as there are, on all ranks of `mpirun`.
   * Default 1. On wasm or cpu: threads in Node, Web Workers in a page that is cross-origin isolated.
   */
  readonly replicas?: number | "all" | ReplicasOptions | undefined;
  /**
   * Which engine computes the passes. `"auto"`, the default, takes ONNX Runtime if it is installed, can compute the model,
   * and the run is large enough to repay compiling. `"onnxruntime"` is an error if it cannot.
   */
  readonly engine?: EngineOption | undefined;
  /**
   * Gradient checkpointing: what the backward pass computes again to save memory. Default: the setting of `fuse`, or as
   * little as makes a pass fit into `maxMemory`.
   */
  readonly recompute?: Recompute | undefined;
  /** Called with warnings, such as a step that probably will not fit into wasm memory. Default: `process.emitWarning`. */
  readonly onWarning?: ((message: string) => void) | undefined;
  /** Ends the run; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Checkpoints, from which a later process continues the run exactly: `{ folder, every, keep }`. Default: none. With
   * them, SIGTERM ends the run as an abort does, and the promise is rejected with a TerminatedError.
   */
  readonly checkpoint?: CheckpointOptions | undefined;
  /**
   * Whether to continue the run whose checkpoints are in the folder; without any, the run starts from the beginning.
   * Default false: then a folder with checkpoints is an error.
   */
  readonly resume?: boolean | undefined;
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
  layerRates: "any",
  ema: "any",
  metrics: "any",
  classWeights: "any",
  callbacks: "any",
  accumulate: "number",
  maxMemory: "any",
  microBatch: "any",
  clip: "any",
  seed: "number",
  replicas: "any",
  engine: "any",
  recompute: "any",
  onWarning: "function",
  signal: "any",
  checkpoint: "any",
  resume: "boolean",
};

/** The options of a run, checked and with all defaults filled in. */
export interface ResolvedFitOptions {
  readonly train: Source<Batch>;
  readonly validation: Source<Batch> | undefined;
  readonly epochs: number;
  readonly stepsPerEpoch: number | undefined;
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  readonly schedule: number | Schedule;
  readonly scheduleBy: "step" | "epoch";
  readonly learningRateAt: (epoch: number, step: number) => number;
  readonly ema: ResolvedEma | undefined;
  readonly metrics: readonly Metric[];
  readonly classWeights: readonly number[] | undefined;
  readonly weightClasses: ClassWeighting;
  readonly loggedMetrics: readonly LoggedMetric[];
  readonly hyperparameters: Hyperparameters;
  readonly callbacks: readonly Callback[];
  readonly accumulate: number;
  readonly memory: MemoryBudget;
  /** Numbers that the optimizer and the average of weights keep for each weight. */
  readonly optimizerSlots: number;
  readonly microBatch: MicroBatch;
  readonly clip: GradientClipping;
  readonly seed: number;
  readonly replicas: ResolvedReplicas;
  readonly engine: EngineOption;
  /** The recomputation, if it is known before the first batch. */
  readonly recompute: Recompute | undefined;
  /** Whether `fit` chooses what is recomputed: on replicas before the first batch, else at each size of batch. */
  readonly recomputesAsNeeded: boolean;
  readonly onWarning: (message: string) => void;
  readonly signal: AbortSignal | undefined;
  readonly checkpoint: ResolvedCheckpoint | undefined;
}
