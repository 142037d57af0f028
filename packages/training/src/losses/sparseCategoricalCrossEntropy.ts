import { cast, clipByValue, div, oneHot, sum } from "@tensorflow/tfjs-core";
import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { createLoss, type Loss, PROBABILITY_FLOOR } from "./loss.ts";
import { findLogits } from "./logits.ts";
import { crossEntropyOfProbabilities } from "./categoricalCrossEntropy.ts";
import { softmaxCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * Options of {@link sparseCategoricalCrossEntropy}.
 *
 * @inline
 */
export interface SparseCategoricalCrossEntropyOptions {
  /** Whether the model's outputs are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<SparseCategoricalCrossEntropyOptions> = { fromLogits: "boolean" };

/**
 * Cross-entropy of class indices `[batch]`: `-ln p[class]`, for outputs `[batch, classes]`.
 *
 * It is computed from the logits before the model's final softmax or sigmoid. Other probabilities are clipped to
 * `1e-7 .. 1 - 1e-7`, then normalised to sum to 1. Both as in Keras.
 *
 * @throws TypeError for an unknown option.
 * @see Keras, `keras.losses.SparseCategoricalCrossentropy(from_logits)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { fit, sparseCategoricalCrossEntropy } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 2, activation: "softmax", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] }, // class numbers
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: sparseCategoricalCrossEntropy(),
 *   schedule: 0.5,
 * });
 * epochs[29].logs["accuracy"]; // => 1
 * ```
 */
export function sparseCategoricalCrossEntropy(options: SparseCategoricalCrossEntropyOptions = {}): Loss {
  const { fromLogits = false } = checkOptions("sparseCategoricalCrossEntropy", options, OPTIONS);
  const config = { name: "sparseCategoricalCrossEntropy", options: { fromLogits } };
  return createLoss(config, {
    task: "multiclass",
    outputActivation: fromLogits ? "softmax" : undefined,
    targetShape: (output) => output.slice(0, -1),
    checkTargets: assertClassIndices,
    compute(targets, predictions) {
      const classes = predictions.shape[predictions.rank - 1];
      const chosen = cast(oneHot(cast(targets, "int32"), classes), "float32");
      const logits = findLogits(predictions) ?? (fromLogits ? predictions : undefined);
      if (logits !== undefined) return softmaxCrossEntropy(chosen, logits);
      const sure = clipByValue(predictions, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
      return crossEntropyOfProbabilities(chosen, div(sure, sum(sure, -1, true)));
    },
  });
}

function assertClassIndices(targets: NDArray["data"], output: readonly number[]): void {
  const classes = output.at(-1) ?? 0;
  const at = targets.findIndex(
    (value: number) => !(Number.isInteger(value) && value >= 0 && value < classes),
  );
  if (at < 0) return;
  const hint = classes === 1 ? "; for two classes and one output, write loss: binaryCrossEntropy()" : "";
  throw new RangeError(
    `sparseCategoricalCrossEntropy: targets must be whole numbers from 0 to ${String(classes - 1)}, got ${String(targets[at])} at position ${String(at)}${hint}`,
  );
}
