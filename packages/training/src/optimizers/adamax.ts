import { abs, add, div, maximum, mul, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { biasCorrection } from "./biasCorrection.ts";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link adamax}.
 *
 * @inline
 */
export interface AdamaxOptions extends WeightDecayOptions {
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the largest gradient so far, from 0 to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the largest gradient. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<AdamaxOptions> = {
  beta1: "number",
  beta2: "number",
  epsilon: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Adamax optimizer: Adam with the infinity norm.
 *
 * `u = max(b2 u, |g|)`, `w -= rate / (1 - b1^t) m / (u + epsilon)`, with the running mean `m` of the gradient.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Kingma and Ba 2014, arXiv:1412.6980, section 7; `keras.optimizers.Adamax`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { adamax } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = adamax().bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * weight.dataSync()[0].toFixed(3); // => "0.750"
 * ```
 */
export function adamax(options: AdamaxOptions = {}): Optimizer {
  rejectLearningRate("adamax", options);
  const checked = checkOptions("adamax", options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = checked;
  finite("adamax: beta1", beta1, 0, 1);
  finite("adamax: beta2", beta2, 0, 1);
  finite("adamax: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("adamax", checked);
  return createOptimizer(
    { name: "adamax", options: { beta1, beta2, epsilon, ...decay.options } },
    {
      rule: "adamax",
      slots: ["m", "norm"],
      constantsAt: (update, rate) => ({
        step: rate / biasCorrection(beta1, update),
        keep: beta1,
        take: 1 - beta1,
        decay: beta2,
        epsilon,
      }),
      formula({ weight, gradient, slots: { m, norm } }, { step, keep, take }) {
        m.assign(add(mul(m, keep), mul(gradient, take)));
        norm.assign(maximum(mul(norm, beta2), abs(gradient)));
        weight.assign(sub(weight, div(mul(m, step), add(norm, epsilon))));
      },
    },
    decay,
  );
}
