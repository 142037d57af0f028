import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link adagrad}.
 *
 * @inline
 */
export interface AdagradOptions extends WeightDecayOptions {
  /** First value of the sum of squared gradients, at least 0. Default 0.1. */
  readonly initialAccumulator?: number | undefined;
  /** Added below the root in the denominator. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<AdagradOptions> = {
  initialAccumulator: "number",
  epsilon: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Adagrad optimizer.
 *
 * `w -= rate g / sqrt(a + epsilon)`, with the sum `a` of all squared gradients so far: weights with large gradients get
 * smaller steps.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Duchi et al. 2011, Adaptive Subgradient Methods; `keras.optimizers.Adagrad`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { adagrad } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = adagrad({ initialAccumulator: 12 }).bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.5); // a learning rate of 0.5
 * weight.dataSync()[0].toFixed(3); // => "0.750"
 * ```
 */
export function adagrad(options: AdagradOptions = {}): Optimizer {
  rejectLearningRate("adagrad", options);
  const checked = checkOptions("adagrad", options, OPTIONS);
  const { initialAccumulator = 0.1, epsilon = 1e-7 } = checked;
  finite("adagrad: initialAccumulator", initialAccumulator, 0);
  finite("adagrad: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("adagrad", checked);
  return createOptimizer(
    { name: "adagrad", options: { initialAccumulator, epsilon, ...decay.options } },
    {
      rule: "adagrad",
      slots: ["sum"],
      initial: initialAccumulator,
      constantsAt: (_update, rate) => ({ rate, epsilon }),
      formula({ weight, gradient, slots: { sum } }, { rate }) {
        sum.assign(add(sum, square(gradient)));
        weight.assign(sub(weight, div(mul(gradient, rate), sqrt(add(sum, epsilon)))));
      },
    },
    decay,
  );
}
