import { add, div, greater, mul, norm, onesLike, sqrt, square, sub, where } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { biasCorrection } from "./biasCorrection.ts";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link lamb}.
 *
 * @inline
 */
export interface LambOptions extends WeightDecayOptions {
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the mean of squared gradients, from 0 to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root in the denominator. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<LambOptions> = {
  beta1: "number",
  beta2: "number",
  epsilon: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The LAMB optimizer: Adam for large batches.
 *
 * `w -= rate |w| / |c| c`, with Adam's change `c = m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + epsilon)`: the step of a
 * variable is as large as its weights, for any gradient. If either norm is 0, their ratio counts as 1.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see You et al. 2019, Large Batch Optimization for Deep Learning, arXiv:1904.00962; `keras.optimizers.Lamb`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { lamb } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = lamb().bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * weight.dataSync()[0].toFixed(3); // => "0.750"
 * ```
 */
export function lamb(options: LambOptions = {}): Optimizer {
  rejectLearningRate("lamb", options);
  const checked = checkOptions("lamb", options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = checked;
  finite("lamb: beta1", beta1, 0, 1);
  finite("lamb: beta2", beta2, 0, 1);
  finite("lamb: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("lamb", checked);
  return createOptimizer(
    { name: "lamb", options: { beta1, beta2, epsilon, ...decay.options } },
    {
      rule: "lamb",
      slots: ["m", "v"],
      constantsAt: (update, rate) => ({
        rate,
        keep1: beta1,
        take1: 1 - beta1,
        keep2: beta2,
        take2: 1 - beta2,
        epsilon,
        meanCorrection: 1 / biasCorrection(beta1, update),
        squareCorrection: 1 / biasCorrection(beta2, update),
      }),
      formula({ weight, gradient, slots: { m, v } }, constants) {
        const { rate, keep1, take1, keep2, take2, meanCorrection, squareCorrection } = constants;
        m.assign(add(mul(m, keep1), mul(gradient, take1)));
        v.assign(add(mul(v, keep2), mul(square(gradient), take2)));
        const change = div(mul(m, meanCorrection), add(sqrt(mul(v, squareCorrection)), epsilon));
        const [ofWeight, ofChange] = [norm(weight), norm(change)];
        const isBoth = greater(mul(ofWeight, ofChange), 0);
        const ratio = where(isBoth, div(ofWeight, ofChange), onesLike(ofWeight));
        weight.assign(sub(weight, mul(change, mul(ratio, rate))));
      },
    },
    decay,
  );
}
