import { add, clipByValue, log, mean, mul, neg, reshape, sub, type Tensor } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { type Loss, type LossConfig, PROBABILITY_FLOOR, assertProbabilities, createLoss } from "./loss.ts";
import { findLogits } from "./logits.ts";
import { sigmoidCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * Options of {@link binaryCrossEntropy}.
 *
 * @inline
 */
export interface BinaryCrossEntropyOptions {
  /** Label smoothing from 0 (default) to 1: labels become `y (1 - s) + s / 2`. */
  readonly labelSmoothing?: number | undefined;
  /** Whether the model's outputs are logits instead of probabilities. Default false. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<BinaryCrossEntropyOptions> = { labelSmoothing: "number", fromLogits: "boolean" };

/**
 * Binary cross-entropy: `-(y ln p + (1 - y) ln(1 - p))`, the mean over a row's outputs.
 *
 * It is computed from the logits before the model's final sigmoid or softmax, so a confident wrong prediction keeps its
 * gradient. Other probabilities are clipped to `1e-7 .. 1 - 1e-7`, beyond which the gradient is 0. Both as in Keras.
 *
 * @throws RangeError if `labelSmoothing` is not from 0 to 1; TypeError for an unknown option.
 * @see Keras, `keras.losses.BinaryCrossentropy(from_logits, label_smoothing)`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryCrossEntropy, fit } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: binaryCrossEntropy({ labelSmoothing: 0.05 }),
 *   schedule: 0.5,
 * });
 * epochs[0].logs["loss"].toFixed(3); // => "0.693"
 * epochs[29].logs["auc"]; // => 1
 * ```
 */
export function binaryCrossEntropy(options: BinaryCrossEntropyOptions = {}): Loss {
  const { labelSmoothing = 0, fromLogits = false } = checkOptions("binaryCrossEntropy", options, OPTIONS);
  const config = { name: "binaryCrossEntropy", options: { labelSmoothing, fromLogits } };
  return binaryLoss(config, (targets, predictions) =>
    elementwiseCrossEntropy(targets, predictions, fromLogits),
  );
}

/** A loss of binary labels: `compute` returns the loss of each output for smoothed labels. */
export function binaryLoss(
  config: LossConfig & {
    readonly options: { readonly labelSmoothing: number; readonly fromLogits: boolean };
  },
  compute: (targets: Tensor, predictions: Tensor) => Tensor,
): Loss {
  const { name } = config;
  const { labelSmoothing, fromLogits } = config.options;
  finite(`${name}: labelSmoothing`, labelSmoothing, 0, 1);
  return createLoss(config, {
    task: "binary",
    outputActivation: fromLogits ? "sigmoid" : undefined,
    compute: (targets, predictions) =>
      meanPerRow(compute(smoothLabels(targets, labelSmoothing), predictions)),
    checkTargets: (targets) => assertProbabilities(name, targets),
  });
}

/** `y (1 - s) + s / 2`. */
function smoothLabels(targets: Tensor, labelSmoothing: number): Tensor {
  return labelSmoothing === 0 ? targets : add(mul(targets, 1 - labelSmoothing), labelSmoothing / 2);
}

/** The cross-entropy of each output, from the logits if they are known. */
export function elementwiseCrossEntropy(targets: Tensor, predictions: Tensor, fromLogits: boolean): Tensor {
  const logits = findLogits(predictions) ?? (fromLogits ? predictions : undefined);
  if (logits !== undefined) return sigmoidCrossEntropy(targets, logits);
  const clipped = clipByValue(predictions, PROBABILITY_FLOOR, 1 - PROBABILITY_FLOOR);
  return neg(add(mul(targets, log(clipped)), mul(sub(1, targets), log(sub(1, clipped)))));
}

/** `[batch, ...]` to `[batch]`. */
export function meanPerRow(values: Tensor): Tensor {
  return mean(reshape(values, [values.shape[0], -1]), 1);
}
