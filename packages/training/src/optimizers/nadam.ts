import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { biasCorrection } from "./biasCorrection.ts";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link nadam}.
 *
 * @inline
 */
export interface NadamOptions extends WeightDecayOptions {
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the mean of squared gradients, from 0 to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the root in the denominator. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<NadamOptions> = {
  beta1: "number",
  beta2: "number",
  epsilon: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Nadam optimizer: Adam with Nesterov momentum.
 *
 * `w -= rate (u' m / (1 - U u') + (1 - u) g / (1 - U)) / (sqrt(v / (1 - b2^t)) + epsilon)`, with the momentum
 * `u = b1 (1 - 0.96^t / 2)` of step t, `u'` of the next one, and the product `U` of all up to step t.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Dozat 2015, Incorporating Nesterov Momentum into Adam; `keras.optimizers.Nadam`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { nadam } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = nadam().bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * weight.dataSync()[0].toFixed(3); // => "0.734"
 * ```
 */
export function nadam(options: NadamOptions = {}): Optimizer {
  rejectLearningRate("nadam", options);
  const checked = checkOptions("nadam", options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = checked;
  finite("nadam: beta1", beta1, 0, 1);
  finite("nadam: beta2", beta2, 0, 1);
  finite("nadam: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("nadam", checked);
  const momentumAt = (update: number): number => beta1 * (1 - 0.5 * 0.96 ** update);
  const product = createProduct(momentumAt);
  return createOptimizer(
    { name: "nadam", options: { beta1, beta2, epsilon, ...decay.options } },
    {
      rule: "nadam",
      slots: ["m", "v"],
      constantsAt: (update, rate) => ({
        meanStep: (rate * momentumAt(update + 1)) / (1 - product(update) * momentumAt(update + 1)),
        gradientStep: (rate * (1 - momentumAt(update))) / (1 - product(update)),
        keep1: beta1,
        take1: 1 - beta1,
        keep2: beta2,
        take2: 1 - beta2,
        rootCorrection: 1 / Math.sqrt(biasCorrection(beta2, update)),
        epsilon,
      }),
      formula({ weight, gradient, slots: { m, v } }, constants) {
        const { meanStep, gradientStep, keep1, take1, keep2, take2, rootCorrection } = constants;
        m.assign(add(mul(m, keep1), mul(gradient, take1)));
        v.assign(add(mul(v, keep2), mul(square(gradient), take2)));
        const change = add(mul(m, meanStep), mul(gradient, gradientStep));
        weight.assign(sub(weight, div(change, add(mul(sqrt(v), rootCorrection), epsilon))));
      },
    },
    decay,
  );
}

/** Returns the product of the terms 1 to n. It remembers the last one, so a run does not multiply them all again. */
function createProduct(term: (n: number) => number): (n: number) => number {
  let [last, value] = [0, 1];
  return (n) => {
    if (n < last) [last, value] = [0, 1];
    for (; last < n; last++) value *= term(last + 1);
    return value;
  };
}
