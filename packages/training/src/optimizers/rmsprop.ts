import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link rmsprop}.
 *
 * @inline
 */
export interface RmspropOptions extends WeightDecayOptions {
  /** Decay rate of the mean of squared gradients, from 0 to 1. Default 0.9. */
  readonly rho?: number | undefined;
  /** Fraction of the last update that is added to the next, from 0 to 1. Default 0. */
  readonly momentum?: number | undefined;
  /** Added below the root in the denominator. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
  /** Whether to subtract the squared mean of gradients, which estimates their variance. Default false. */
  readonly centered?: boolean | undefined;
}

const OPTIONS: OptionKinds<RmspropOptions> = {
  rho: "number",
  momentum: "number",
  epsilon: "number",
  centered: "boolean",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The RMSprop optimizer.
 *
 * `w -= rate g / sqrt(v + epsilon)`, with the running mean `v` of the squared gradient; if `centered`, `v` minus the
 * square of the gradient's running mean. With momentum `s = momentum s + change, w -= s`.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Tieleman and Hinton 2012, lecture 6.5; `keras.optimizers.RMSprop`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { rmsprop } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = rmsprop({ rho: 0.75 }).bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * weight.dataSync()[0].toFixed(3); // => "0.500"
 * ```
 */
export function rmsprop(options: RmspropOptions = {}): Optimizer {
  rejectLearningRate("rmsprop", options);
  const checked = checkOptions("rmsprop", options, OPTIONS);
  const { rho = 0.9, momentum = 0, epsilon = 1e-7, centered = false } = checked;
  finite("rmsprop: rho", rho, 0, 1);
  finite("rmsprop: momentum", momentum, 0, 1);
  finite("rmsprop: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("rmsprop", checked);
  return createOptimizer<"rmsprop">(
    { name: "rmsprop", options: { rho, momentum, epsilon, centered, ...decay.options } },
    {
      rule: "rmsprop",
      slots: [
        "v",
        ...(momentum > 0 ? (["momentum"] as const) : []),
        ...(centered ? (["mean"] as const) : []),
      ],
      constantsAt: (_update, rate) => ({ rate, momentum, keep: rho, take: 1 - rho, epsilon }),
      formula({ weight, gradient, slots: { v, mean, momentum: velocity } }, { rate, keep, take }) {
        v.assign(add(mul(v, keep), mul(square(gradient), take)));
        if (centered) mean.assign(add(mul(mean, keep), mul(gradient, take)));
        const variance = centered ? sub(v, square(mean)) : v;
        const change = div(mul(gradient, rate), sqrt(add(variance, epsilon)));
        if (momentum > 0) velocity.assign(add(mul(velocity, momentum), change));
        weight.assign(sub(weight, momentum > 0 ? velocity : change));
      },
    },
    decay,
  );
}
