import { add, div, mul, sqrt, square, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer } from "./createOptimizer.ts";
import type { Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";
import { resolveWeightDecay, WEIGHT_DECAY_OPTIONS, type WeightDecayOptions } from "./weightDecay.ts";

/**
 * Options of {@link adadelta}.
 *
 * @inline
 */
export interface AdadeltaOptions extends WeightDecayOptions {
  /** Decay rate of both running means, from 0 to 1. Default 0.95. */
  readonly rho?: number | undefined;
  /** Added below both roots. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<AdadeltaOptions> = {
  rho: "number",
  epsilon: "number",
  ...WEIGHT_DECAY_OPTIONS,
};

/**
 * The Adadelta optimizer.
 *
 * `c = g sqrt(d + epsilon) / sqrt(v + epsilon)`, `w -= rate c`, with the running means `v` of the squared gradient and
 * `d` of the squared change `c`. The paper has a learning rate of 1.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Zeiler 2012, ADADELTA, arXiv:1212.5701; `keras.optimizers.Adadelta`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, variable } from "@tensorflow/tfjs-core";
 * import { adadelta } from "@tensorloom/training";
 *
 * const weight = variable(tensor1d([1]));
 * const run = adadelta({ rho: 0.75, epsilon: 3 }).bind(new Map([["dense/kernel", weight]])); // fit does this
 * run.apply({ "dense/kernel": tensor1d([2]) }, 1); // a learning rate of 1
 * weight.dataSync()[0].toFixed(3); // => "-0.732"
 * ```
 */
export function adadelta(options: AdadeltaOptions = {}): Optimizer {
  rejectLearningRate("adadelta", options);
  const checked = checkOptions("adadelta", options, OPTIONS);
  const { rho = 0.95, epsilon = 1e-7 } = checked;
  finite("adadelta: rho", rho, 0, 1);
  finite("adadelta: epsilon", epsilon, 0);
  const decay = resolveWeightDecay("adadelta", checked);
  return createOptimizer(
    { name: "adadelta", options: { rho, epsilon, ...decay.options } },
    {
      rule: "adadelta",
      slots: ["v", "change"],
      constantsAt: (_update, rate) => ({ rate, keep: rho, take: 1 - rho, epsilon }),
      formula({ weight, gradient, slots: { v, change: changes } }, { rate, keep, take }) {
        v.assign(add(mul(v, keep), mul(square(gradient), take)));
        const change = div(mul(sqrt(add(changes, epsilon)), gradient), sqrt(add(v, epsilon)));
        changes.assign(add(mul(changes, keep), mul(square(change), take)));
        weight.assign(sub(weight, mul(change, rate)));
      },
    },
    decay,
  );
}
