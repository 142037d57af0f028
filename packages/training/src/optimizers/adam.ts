import { adamUpdate } from "@tensorloom/backend/internal";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./refuseLearningRate.ts";

/**
 * The constants of {@link adam}.
 *
 * @inline
 */
export interface AdamOptions {
  /** How much of the mean of gradients is kept each update; default 0.9. */
  readonly beta1?: number;
  /** How much of the mean of squared gradients is kept each update; default 0.999. */
  readonly beta2?: number;
  /** Added to the root of the second moment; default 1e-7, Keras's. */
  readonly epsilon?: number;
}

const OPTIONS: OptionKinds<AdamOptions> = { beta1: "number", beta2: "number", epsilon: "number" };

/**
 * Adam: `w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)`, with `m` and `v` the running means of the
 * gradient and its square.
 *
 * Moments belong to a variable's name, so layers may be frozen or unfrozen between runs.
 *
 * @throws RangeError where a constant is out of its range.
 * @see Kingma and Ba 2014, arXiv:1412.6980, end of section 2; `keras.optimizers.Adam`
 * @example
 * ```ts
 * import { adam } from "@tensorloom/training";
 *
 * adam({ beta1: 0.95 }).name; // => "adam"
 * ```
 */
export function adam(options: AdamOptions = {}): Optimizer {
  rejectLearningRate("adam", options);
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7 } = checkOptions("adam", options, OPTIONS);
  finite("adam: beta1", beta1, 0, 1);
  finite("adam: beta2", beta2, 0, 1);
  finite("adam: epsilon", epsilon, 0);
  const constants = { beta1, beta2, epsilon };
  return createOptimizer({ name: "adam", options: constants }, ["m", "v"], (update, rate) => {
    const step = (rate * Math.sqrt(1 - beta2 ** update)) / (1 - beta1 ** update);
    return (parts) => {
      adamUpdate(
        parts.map(({ weight, gradient, slots: [m, v] }) => ({ weight, gradient, m, v })),
        { step, ...constants },
      );
    };
  });
}
