import { add, mul, scalar, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";

/**
 * Options of {@link sgd}.
 *
 * @inline
 */
export interface SgdOptions {
  /** Fraction of the last update that is added to the next, from 0 to 1. Default 0. */
  readonly momentum?: number | undefined;
  /** Whether to use Nesterov momentum. Default false. */
  readonly nesterov?: boolean | undefined;
}

const OPTIONS: OptionKinds<SgdOptions> = { momentum: "number", nesterov: "boolean" };

/**
 * Stochastic gradient descent, with optional momentum.
 *
 * `w -= rate g`; with momentum `s = momentum s - rate g, w += s`; with Nesterov momentum `w += momentum s - rate g`. The
 * learning rate is the `schedule` option of `fit`.
 *
 * @throws RangeError if `momentum` is not from 0 to 1; TypeError for an unknown option.
 * @see `keras.optimizers.SGD`
 * @example
 * ```ts
 * import { sgd } from "@tensorloom/training";
 *
 * sgd({ momentum: 0.9, nesterov: true }).name; // => "sgd"
 * ```
 */
export function sgd(options: SgdOptions = {}): Optimizer {
  rejectLearningRate("sgd", options);
  const { momentum = 0, nesterov = false } = checkOptions("sgd", options, OPTIONS);
  finite("sgd: momentum", momentum, 0, 1);
  return createOptimizer(
    { name: "sgd", options: { momentum, nesterov } },
    momentum === 0 ? [] : ["momentum"],
    (_update, rate) => {
      const [step, decay] = [scalar(rate), scalar(momentum)];
      return (parts) => {
        for (const { weight, gradient, slots } of parts) {
          const change = mul(step, gradient);
          if (momentum === 0) {
            weight.assign(sub(weight, change));
            continue;
          }
          const [velocity] = slots;
          velocity.assign(sub(mul(decay, velocity), change));
          weight.assign(add(weight, nesterov ? sub(mul(decay, velocity), change) : velocity));
        }
      };
    },
  );
}
