import { add, mul, scalar, sub } from "@tensorflow/tfjs-core";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./refuseLearningRate.ts";

/**
 * The constants of {@link sgd}.
 *
 * @inline
 */
export interface SgdOptions {
  /** How much of the last step is repeated, from 0 (default) to 1. */
  readonly momentum?: number;
  /** Looks one step of momentum ahead; default false. */
  readonly nesterov?: boolean;
}

const OPTIONS: OptionKinds<SgdOptions> = { momentum: "number", nesterov: "boolean" };

/**
 * Gradient descent: `w -= rate g`; with momentum `s = momentum s - rate g, w += s`, with Nesterov's
 * `w += momentum s - rate g`.
 *
 * @throws RangeError where `momentum` is not from 0 to 1.
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
      const [step, again] = [scalar(rate), scalar(momentum)];
      return (parts) => {
        for (const { weight, gradient, slots } of parts) {
          const change = mul(step, gradient);
          if (momentum === 0) {
            weight.assign(sub(weight, change));
            continue;
          }
          const [speed] = slots;
          speed.assign(sub(mul(again, speed), change));
          weight.assign(add(weight, nesterov ? sub(mul(again, speed), change) : speed));
        }
      };
    },
  );
}
