import { add, clipByValue, mul, neg, pow, sigmoid, sub, type Tensor } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { type Loss, PROBABILITY_FLOOR } from "./loss.ts";
import { findFinalActivation, findLogits } from "./logits.ts";
import { binaryLoss, elementwiseCrossEntropy } from "./binaryCrossEntropy.ts";
import { sigmoidCrossEntropy } from "./crossEntropyOfLogits.ts";

/**
 * Options of {@link binaryFocalCrossEntropy}.
 *
 * @inline
 */
export interface BinaryFocalCrossEntropyOptions {
  /** Focusing parameter, at least 0: how strongly easy examples are down-weighted. Default 2; 0 is plain cross-entropy. */
  readonly gamma?: number | undefined;
  /** Weight of the positive class, from 0 to 1; negatives get `1 - alpha`. Default: both have weight 1. */
  readonly alpha?: number | undefined;
  /** As in {@link binaryCrossEntropy}. */
  readonly labelSmoothing?: number | undefined;
  /** As in {@link binaryCrossEntropy}. */
  readonly fromLogits?: boolean | undefined;
}

const OPTIONS: OptionKinds<BinaryFocalCrossEntropyOptions> = {
  gamma: "number",
  alpha: "number",
  labelSmoothing: "number",
  fromLogits: "boolean",
};

/**
 * Focal loss: binary cross-entropy times `(1 - pt)^gamma`, which down-weights easy examples.
 *
 * `pt = y p + (1 - y)(1 - p)` is the probability of the true class. Computed from logits like {@link binaryCrossEntropy}.
 * The gradient is finite for every `gamma`; in Keras it is NaN for `gamma` below 1 if a prediction is exactly right.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Lin et al. 2017, arXiv:1708.02002; `keras.losses.BinaryFocalCrossentropy` (its `apply_class_balancing` is `alpha` here)
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { binaryFocalCrossEntropy, fit } from "@tensorloom/training";
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
 *   loss: binaryFocalCrossEntropy({ gamma: 2, alpha: 0.25 }),
 *   schedule: 0.5,
 * });
 * epochs[0].logs["loss"].toFixed(3); // => "0.087"
 * epochs[29].logs["auc"]; // => 1
 * ```
 */
export function binaryFocalCrossEntropy(options: BinaryFocalCrossEntropyOptions = {}): Loss {
  const {
    gamma = 2,
    alpha,
    labelSmoothing = 0,
    fromLogits = false,
  } = checkOptions("binaryFocalCrossEntropy", options, OPTIONS);
  finite("binaryFocalCrossEntropy: gamma", gamma, 0);
  if (alpha !== undefined) finite("binaryFocalCrossEntropy: alpha", alpha, 0, 1);
  const config = { name: "binaryFocalCrossEntropy", options: { gamma, alpha, labelSmoothing, fromLogits } };
  return binaryLoss(config, (targets, predictions) => {
    // As in Keras, the predictions are always logits here.
    const entropies = fromLogits
      ? sigmoidCrossEntropy(targets, predictions)
      : elementwiseCrossEntropy(targets, predictions, false);
    const focal =
      gamma === 0 ? entropies : mul(modulatingFactor(targets, predictions, gamma, fromLogits), entropies);
    if (alpha === undefined) return focal;
    return mul(add(mul(targets, alpha), mul(sub(1, targets), 1 - alpha)), focal);
  });
}

/** Too small to change any probability in float32, and large enough for the power -1. */
const TINY = 1e-37;

/** The modulating factor `(1 - pt)^gamma`. From logits it is exact, since `1 - p` is `sigmoid(-z)`. */
function modulatingFactor(targets: Tensor, predictions: Tensor, gamma: number, fromLogits: boolean): Tensor {
  const known = findFinalActivation(predictions) === "sigmoid" ? findLogits(predictions) : undefined;
  const logits = fromLogits ? predictions : known;
  const [right, wrong] =
    logits === undefined ? [predictions, sub(1, predictions)] : [sigmoid(logits), sigmoid(neg(logits))];
  const misses = add(mul(targets, wrong), mul(sub(1, targets), right));
  if (logits !== undefined) return pow(add(misses, TINY), gamma);
  // The gradient of a root is infinite at 0.
  return pow(gamma < 1 ? clipByValue(misses, PROBABILITY_FLOOR, 1) : misses, gamma);
}
