import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { LabelScore } from "../head/labelScore.ts";
import type { ImageInput } from "../input/imageInput.ts";
import type { ClassifierOptions } from "../options/classifierOptions.ts";

/**
 * Options of `classify`.
 *
 * @inline
 */
export interface ClassifyOptions {
  /** How many labels to return for a picture, best first. Default: all. */
  readonly top?: number | undefined;
  /** Ends the call; the promise is rejected with the signal's reason. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Options of `classifyBatch`.
 *
 * @inline
 */
export interface ClassifyBatchOptions extends ClassifyOptions {
  /** How many pictures the model computes together, and so how many are in memory. Default 32. */
  readonly batchSize?: number | undefined;
}

/**
 * A model with its labels and its preprocessing.
 *
 * Calls may overlap: pictures are decoded concurrently, and the model runs for one call after another.
 *
 * @example
 * ```ts
 * import type { Classifier, ImageInput } from "@tensorloom/classifier";
 *
 * // "cat", or "unsure" if no label reaches its threshold
 * async function nameOf(classifier: Classifier, picture: ImageInput): Promise<string> {
 *   const scores = await classifier.classify(picture);
 *   return scores.find(({ predicted }) => predicted)?.label ?? "unsure";
 * }
 * typeof nameOf; // => "function"
 * ```
 */
export interface Classifier {
  /** In the order of the model's outputs. */
  readonly labels: readonly string[];
  readonly model: LayersModel;
  /** Everything that it knows; change some and save it again: `saveClassifier(folder, model, { ...options, thresholds })`. */
  readonly options: ClassifierOptions;
  /**
   * Classifies one picture.
   *
   * @returns Labels and scores, best first.
   * @throws ImageError if the picture cannot be decoded; Error if it cannot be read; TypeError if it is not a picture.
   */
  readonly classify: (input: ImageInput, options?: ClassifyOptions) => Promise<readonly LabelScore[]>;
  /**
   * Classifies several pictures.
   *
   * @returns One list per picture, as of `classify`.
   * @throws As `classify`; the message names the picture's position: `inputs[3]`.
   */
  readonly classifyBatch: (
    inputs: readonly ImageInput[],
    options?: ClassifyBatchOptions,
  ) => Promise<readonly (readonly LabelScore[])[]>;
  /**
   * Waits for running calls, then frees the engine, and the model if it was loaded with the classifier.
   *
   * Later calls of `classify` are errors.
   */
  readonly dispose: () => Promise<void>;
}
