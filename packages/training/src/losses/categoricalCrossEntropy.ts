import { add, clipByValue, div, log, mul, neg, sum, type Tensor } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createLoss, type Loss, PROBABILITY_FLOOR, assertProbabilities } from "./loss.ts";
import { findLogits } from "./logits.ts";
import { softmaxCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * Options of {@link categoricalCrossEntropy}.
 *
 * @inline
 */
export interface CategoricalCrossEntropyOptions {
  /** Label smoothing from 0 (default) to 1: labels become `y (1 - s) + s / classes`. */
  readonly labelSmoothing?: number | undefined;
  /** Whether the model's outputs are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<CategoricalCrossEntropyOptions> = {
  labelSmoothing: "number",
  fromLogits: "boolean",
};

/**
 * Cross-entropy of one-hot or soft labels: `-sum(y ln p)`, both `[batch, classes]`.
 *
 * It is computed from the logits before the model's final softmax or sigmoid. Other probabilities are normalised to sum
 * to 1, then clipped to `1e-7 .. 1 - 1e-7`. Both as in Keras.
 *
 * @throws RangeError if `labelSmoothing` is not from 0 to 1; TypeError for an unknown option.
 * @see Keras, `keras.losses.CategoricalCrossentropy(from_logits, label_smoothing)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { categoricalCrossEntropy, fit } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 2, activation: "softmax", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(1, 0, 1, 0, 0, 1, 0, 1), shape: [4, 2] }, // one-hot rows
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: categoricalCrossEntropy({ labelSmoothing: 0.1 }),
 *   schedule: 0.5,
 * });
 * epochs[29].logs["accuracy"]; // => 1
 * ```
 */
export function categoricalCrossEntropy(options: CategoricalCrossEntropyOptions = {}): Loss {
  const { labelSmoothing = 0, fromLogits = false } = checkOptions(
    "categoricalCrossEntropy",
    options,
    OPTIONS,
  );
  finite("categoricalCrossEntropy: labelSmoothing", labelSmoothing, 0, 1);
  const config = { name: "categoricalCrossEntropy", options: { labelSmoothing, fromLogits } };
  return createLoss(config, {
    task: "multiclass",
    outputActivation: fromLogits ? "softmax" : undefined,
    compute(targets, predictions) {
      const classes = predictions.shape[predictions.rank - 1];
      const soft =
        labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / classes);
      const logits = findLogits(predictions) ?? (fromLogits ? predictions : undefined);
      if (logits !== undefined) return softmaxCrossEntropy(soft, logits);
      const shares = div(predictions, sum(predictions, -1, true));
      return crossEntropyOfProbabilities(soft, clipByValue(shares, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR));
    },
    checkTargets: (targets) => assertProbabilities("categoricalCrossEntropy", targets),
  });
}

/** `-sum(y ln p)` over the classes. */
export function crossEntropyOfProbabilities(targets: Tensor, shares: Tensor): Tensor {
  return neg(sum(mul(targets, log(shares)), -1));
}
