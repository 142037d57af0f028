import { adamUpdate } from "@tensorloom/backend/internal";
import { checkOptions, finite, type OptionKinds } from "@tensorloom/core/internal";
import { createOptimizer, type Optimizer } from "./optimizer.ts";
import { rejectLearningRate } from "./rejectLearningRate.ts";

/**
 * Options of {@link adam}.
 *
 * @inline
 */
export interface AdamOptions {
  /** Decay rate of the mean of gradients, from 0 to 1. Default 0.9. */
  readonly beta1?: number | undefined;
  /** Decay rate of the mean of squared gradients, from 0 to 1. Default 0.999. */
  readonly beta2?: number | undefined;
  /** Added to the square root of the second moment. Default 1e-7, as in Keras. */
  readonly epsilon?: number | undefined;
}

const OPTIONS: OptionKinds<AdamOptions> = { beta1: "number", beta2: "number", epsilon: "number" };

/**
 * The Adam optimizer.
 *
 * `w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)`, with the running means `m` and `v` of the gradient
 * and its square. Moments are stored by the variable's name, so layers may be frozen or unfrozen between runs. The
 * learning rate is the `schedule` option of `fit`.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Kingma and Ba 2014, arXiv:1412.6980, end of section 2; `keras.optimizers.Adam`
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { fromArray } from "@tensorloom/data";
 * import { adam, binaryCrossEntropy, fit } from "@tensorloom/training";
 *
 * await useBackend("cpu");
 * const model = sequential({
 *   layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1], kernelInitializer: "zeros" })],
 * });
 * const batch = {
 *   inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
 *   targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
 * };
 * const { epochs } = await fit(model, {
 *   train: fromArray([batch]),
 *   epochs: 30,
 *   loss: binaryCrossEntropy(),
 *   optimizer: adam({ beta1: 0.95 }),
 *   schedule: 0.1,
 * });
 * epochs[29].logs["loss"] < epochs[0].logs["loss"] / 2; // => true
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
