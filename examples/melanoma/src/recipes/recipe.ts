import type { Variant, WeightSource } from "@tensorloom/efficientnet";

/** What follows the pooled features of the backbone. */
interface Head {
  /** Units of a hidden layer with relu and dropout 0.25; undefined: none. */
  readonly hidden?: number | undefined;
  /** Dropout layers whose outputs share the last layer and are averaged; undefined: none. */
  readonly dropouts?: number | undefined;
}

/** The learning rate by epoch, as data: see `recipeSchedule`. */
type RecipeSchedule =
  | {
      readonly form: "ramp";
      readonly start: number;
      /** The highest rate: of one replica, or of one image of a step. */
      readonly peak: number;
      readonly peakOf: "replica" | "image";
      readonly floor: number;
      readonly rampEpochs: number;
      readonly decay: number;
    }
  | {
      readonly form: "warm-up, cosine";
      readonly start: number;
      readonly peak: number;
      readonly warmUpEpochs: number;
    };

/** The views of an image that are predicted and averaged. */
interface Views {
  /** `"augmented"`: changed at random as in training; `"mirrored"`: the ways to mirror and turn a square. */
  readonly kind: "augmented" | "mirrored";
  readonly count: number;
}

/** How a published solution trains, as data. Flags replace its parts, so that a small machine can run it. */
export interface Recipe {
  readonly name: "notebook" | "folds" | "winner";
  readonly model: Variant;
  readonly weights: WeightSource;
  /** Height and width of the images. */
  readonly size: number;
  /** Images per step of one replica. */
  readonly batch: number;
  readonly epochs: number;
  readonly head: Head;
  /** 2: malignant or not. More: that many diagnoses, and the score is the probability of melanoma. */
  readonly classes: number;
  /** Whether the model also reads what is known about the patient and the picture. */
  readonly metadata: boolean;
  readonly labelSmoothing: number;
  /** The most that the norm of all gradients may be; undefined: anything. */
  readonly clipNorm: number | undefined;
  readonly schedule: RecipeSchedule;
  readonly augmentation: Recipe["name"];
  readonly preprocessing: "unit" | "imagenet";
  /** The metric of the validation that chooses the epoch that is kept. */
  readonly monitor: "val_loss" | "val_auc";
  readonly views: Views;
  /** Folds of whole shards; 0: a tenth of the shards is held back once. */
  readonly folds: number;
  /** The seed of scikit-learn that chose the shards. */
  readonly randomState: number;
}
