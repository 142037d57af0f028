import type { EngineChoice, ReplicasChoice } from "./engines.ts";

/** What is trained. */
export type Network = "small" | "b0";

/** The source of its weights. */
export type InitialWeights = "imagenet" | "random" | "file";

/** The augmentations that a visitor can turn on. */
export type AugmentationName = "flip" | "rotate" | "zoom" | "color" | "erase" | "policy";

export interface AugmentationSettings {
  readonly names: readonly AugmentationName[];
  /** The side of the pictures, in pixels. */
  readonly size: number;
}

export interface TrainSettings {
  readonly network: Network;
  readonly weights: InitialWeights;
  /** For `"file"`: Keras weights (`.h5`, `.keras`) or `.safetensors`. */
  readonly weightsFile?: Blob | undefined;
  readonly size: number;
  readonly batchSize: number;
  /** Epochs of the head alone, if the network is pretrained. */
  readonly headEpochs: number;
  /** Epochs of all layers; 0 leaves the rest of the network as it is. */
  readonly epochs: number;
  readonly learningRate: number;
  readonly augmentations: readonly AugmentationName[];
  readonly seed: number;
  readonly engine: EngineChoice;
  readonly replicas: ReplicasChoice;
}

/** A run that an earlier visit has left. */
export interface SavedRun {
  readonly settings: TrainSettings;
  readonly classes: readonly string[];
  readonly pictures: number;
}

/** The sizes that a visitor can choose. */
export const SIZES = [64, 96, 128, 160, 224] as const;

/** What the page begins with. */
export const DEFAULT_SETTINGS: TrainSettings = {
  network: "small",
  weights: "random",
  size: 64,
  batchSize: 16,
  headEpochs: 5,
  epochs: 12,
  learningRate: 0.003,
  augmentations: ["flip", "rotate"],
  seed: 1,
  engine: "auto",
  replicas: "one",
};

/** Whether the head is trained first, before all layers. */
export function trainsHeadFirst({ network, weights }: TrainSettings): boolean {
  return network === "b0" && weights !== "random";
}
