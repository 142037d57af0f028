import { add, div, maximum, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { biasCorrection } from "./biasCorrection.ts";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link adam} and `adamW`.
 *
 * @inline
 */
export interface AdamOptions extends WeightDecayOptions {
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the mean of squared gradients, from 0 to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the square root of the second moment. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
  /** Whether to divide by the largest second moment so far (AMSGrad). Default false. */
  readonly amsgrad?: boolean | undefined;
}

const OPTIONS: OptionKinds<AdamOptions> = {
  beta1: "number",
  beta2: "number",
  epsilon: "number",
  amsgrad: "boolean",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Adam optimizer.
 *
 * `w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)`, with the running means `m` and `v` of the gradient
 * and its square. With `amsgrad`, the largest `v` so far takes its place. Moments are stored by the variable's name, so layers may be frozen or unfrozen between runs. The
 * learning rate is the `schedule` option of `fit`.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Kingma and Ba 2014, arXiv:1412.6980, end of section 2; `keras.optimizers.Adam`
 * @see Reddi et al. 2018, On the Convergence of Adam and Beyond, arXiv:1904.09237, of AMSGrad
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { adam, binaryCrossEntropy, fit } from "@tensorloom/training";
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
 *   loss: binaryCrossEntropy(),
 *   optimizer: adam({ beta1: 0.95 }),
 *   schedule: 0.1,
 * });
 * epochs[29].logs["loss"] < epochs[0].logs["loss"] / 2; // => true
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  return createAdam("adam", options, 0);
}

/** Creates Adam, under the name of the function that the caller used. */
export function createAdam(name: "adam" | "adamW", options: AdamOptions, defaultDecay: number): Optimizer {
  rejectLearningRate(name, options);
  const checked = checkOptions(name, options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, amsgrad = false } = checked;
  finite(`${name}: beta1`, beta1, 0, 1);
  finite(`${name}: beta2`, beta2, 0, 1);
  finite(`${name}: epsilon`, epsilon, 0);
  const decay = resolveWeightDecay(name, { ...checked, weightDecay: checked.weightDecay ?? defaultDecay });
  const weightDecay = decay.options.weightDecay ?? 0;
  const config = {
    name,
    options: { beta1, beta2, epsilon, amsgrad, ...decay.options, weightDecay },
  };
  const constants = { keep1: beta1, take1: 1 - beta1, keep2: beta2, take2: 1 - beta2, epsilon };
  const constantsAt = (update: number, rate: number): typeof constants & { readonly step: number } => ({
    step: (rate * Math.sqrt(biasCorrection(beta2, update))) / biasCorrection(beta1, update),
    ...constants,
  });
  return amsgrad
    ? createOptimizer<"amsgrad">(
        config,
        {
          rule: "amsgrad",
          slots: ["m", "v", "highest"],
          constantsAt,
          formula({ weight, gradient, slots: { m, v, highest } }, { step, keep1, take1, keep2, take2 }) {
            m.assign(add(mul(m, keep1), mul(gradient, take1)));
            v.assign(add(mul(v, keep2), mul(square(gradient), take2)));
            highest.assign(maximum(highest, v));
            weight.assign(sub(weight, mul(step, div(m, add(sqrt(highest), epsilon)))));
          },
        },
        decay,
      )
    : createOptimizer(
        config,
        {
          rule: "adam",
          slots: ["m", "v"],
          constantsAt,
          formula({ weight, gradient, slots: { m, v } }, { step, keep1, take1, keep2, take2 }) {
            m.assign(add(mul(m, keep1), mul(gradient, take1)));
            v.assign(add(mul(v, keep2), mul(square(gradient), take2)));
            weight.assign(sub(weight, mul(step, div(m, add(sqrt(v), epsilon)))));
          },
        },
        decay,
      );
}
