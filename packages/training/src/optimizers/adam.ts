import { type AdamOptions, createAdam } from "./adamRule.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * The Adam optimizer.
 *
 * `w -= rate sqrt(1 - b2^t) / (1 - b1^t) m / (sqrt(v) + epsilon)`, with the running means `m` and `v` of the gradient
 * and its square. With `amsgrad`, the largest `v` so far takes its place. Moments are stored by the variable's name, so layers may be frozen or unfrozen between runs. The
 * learning rate is the `schedule` option of `fit`.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Kingma and Ba 2014, arXiv:1412.6980, end of section 2; `keras.optimizers.Adam`
 * @see Reddi et al. 2018, On the Convergence of Adam and Beyond, arXiv:1904.09237, of AMSGrad
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
  return createAdam("adam", options, 0);
}
