import { add, mul, sign, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link lion}.
 *
 * @inline
 */
export interface LionOptions extends WeightDecayOptions {
  /** Weight of the mean in the sign of the update, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.99. */
  readonly beta2?: number | undefined;
}

const OPTIONS: OptionKinds<LionOptions> = {
  beta1: "number",
  beta2: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Lion optimizer: steps of one size, by sign.
 *
 * `w -= rate sign(b1 m + (1 - b1) g)`, then `m = b2 m + (1 - b2) g`. It keeps one number for each weight, Adam two. Rates
 * are 3 to 10 times smaller than Adam's, weight decay as much larger.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Chen et al. 2023, Symbolic Discovery of Optimization Algorithms, arXiv:2302.06675; `keras.optimizers.Lion`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { lion } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = lion().bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * weight.dataSync()[0].toFixed(3); // => "0.750"
 * ```
 */
export function lion(options: LionOptions = {}): Optimizer {
  rejectLearningRate("lion", options);
  const checked = checkOptions("lion", options, OPTIONS);
  const { beta1 = 0.9, beta2 = 0.99 } = checked;
  finite("lion: beta1", beta1, 0, 1);
  finite("lion: beta2", beta2, 0, 1);
  const decay = resolveWeightDecay("lion", checked);
  return createOptimizer(
    { name: "lion", options: { beta1, beta2, ...decay.options } },
    {
      rule: "lion",
      slots: ["m"],
      constantsAt: (_update, rate) => ({
        rate,
        keep1: beta1,
        take1: 1 - beta1,
        keep2: beta2,
        take2: 1 - beta2,
      }),
      formula({ weight, gradient, slots: { m } }, { rate, keep1, take1, keep2, take2 }) {
        weight.assign(sub(weight, mul(sign(add(mul(m, keep1), mul(gradient, take1))), rate)));
        m.assign(add(mul(m, keep2), mul(gradient, take2)));
      },
    },
    decay,
  );
}
