import type { Flags } from "./values.ts";

export const VARIANTS = ["B0", "B1", "B2", "B3", "B4", "B5", "B6", "B7"] as const;
export const PUBLISHED = ["imagenet", "imagenet-autoaugment", "noisy-student"] as const;
export const PREPROCESSINGS = ["unit", "imagenet"] as const;
export const TRAINABLE = ["head", "all"] as const;
export const KEPT = ["best", "last"] as const;
export const OPTIMIZERS = ["adam", "adamw", "nadam", "lamb", "lion", "rmsprop", "sgd"] as const;
export const SCHEDULES = ["notebook", "cosine", "one-cycle", "constant", "plateau"] as const;
export const CLASS_WEIGHTS = ["none", "balanced"] as const;
export const BACKENDS = ["auto", "tensorflow", "webgpu", "wasm", "cpu"] as const;
export const ENGINES = ["auto", "tfjs", "onnxruntime"] as const;

/** The origin of the backbone's weights. */
export type Weights =
  | { readonly from: "none" }
  | { readonly from: "published"; readonly source: (typeof PUBLISHED)[number] }
  | { readonly from: "path"; readonly path: string };

/** Which pictures belong together, and what a table's columns mean. */
export interface DataOptions {
  /** The column whose equal values stay together; `"none"`: no groups; `undefined`: `patient_id`, if there is one. */
  readonly groupBy: string | undefined;
  /** Its first group finds the group in a file's name. */
  readonly groupPattern: RegExp | undefined;
  /** The column of paths of a table; `undefined`: the first with a usual name. */
  readonly imageColumn: string | undefined;
  /** The path of a table's files, from its folder: `jpeg/{}.jpg`, with the value of the column in place of `{}`. */
  readonly imagePattern: string | undefined;
  /** The column of classes of a table; `undefined`: the first with a usual name. */
  readonly labelColumn: string | undefined;
}

/** What computes. */
export interface ComputeOptions {
  readonly backend: (typeof BACKENDS)[number];
  /** What computes the passes: tfjs on the backend, or ONNX Runtime. */
  readonly engine: (typeof ENGINES)[number];
}

/** The configuration of a run. */
export interface Options extends DataOptions, ComputeOptions {
  /** Path of the data; `undefined`: draw a sample. */
  readonly data: string | undefined;
  /** The share of the pictures that is held back to validate. */
  readonly validation: number;
  readonly weights: Weights;
  readonly model: (typeof VARIANTS)[number];
  /** Height and width of the images, in pixels. */
  readonly size: number;
  readonly preprocessing: (typeof PREPROCESSINGS)[number];
  readonly train: (typeof TRAINABLE)[number];
  readonly epochs: number;
  /** The weights at the end: those of the epoch with the least validation loss, or of the last epoch. */
  readonly keep: (typeof KEPT)[number];
  readonly optimizer: (typeof OPTIMIZERS)[number];
  /** Weight decay, decoupled from the gradients; `undefined`: the optimizer's own. */
  readonly decay: number | undefined;
  /** Momentum of the average of weights that is validated and saved; `undefined`: no average. */
  readonly ema: number | undefined;
  readonly schedule: (typeof SCHEDULES)[number];
  /** The highest learning rate; `undefined`: the notebook's. */
  readonly rate: number | undefined;
  /** Whether the loss counts each class as much as the other. */
  readonly classWeights: (typeof CLASS_WEIGHTS)[number];
  /** Views of each training image whose features are computed, if the backbone is frozen. */
  readonly views: number;
  /** Views of each test image whose predictions are averaged (test-time augmentation). */
  readonly tta: number;
  /** The sensitivity that the threshold of two classes reaches; `undefined`: the best sum with the specificity. */
  readonly sensitivity: number | undefined;
  /** Seconds between checkpoints to resume from; 0: none. */
  readonly checkpoint: number;
  /** Continue from the newest checkpoint of an earlier run. */
  readonly resume: boolean;
  /** Images per step. */
  readonly batch: number;
  /** Passes per step; `undefined`: as few as memory allows. */
  readonly accumulate: number | undefined;
  /** Recompute every activation that saves memory; `undefined`: as few as memory allows. */
  readonly recompute: true | undefined;
  readonly seed: number;
  /** Threads that share a batch; `undefined`: chosen by engine, backend, cores and batch. */
  readonly replicas: number | undefined;
  /** Folder for the results. */
  readonly out: string;
  /** The flags as they were written. */
  readonly flags: Flags;
}

/** Default images per step of the head. */
export const HEAD_BATCH = 32;

/** Default epochs of the head: the notebook's ramp of 20 and its decay; the sample needs no more than the ramp. */
export function headEpochs(data: Options["data"]): number {
  return data === undefined ? 20 : 35;
}
