import { type AdamOptions, createAdam } from "./adam.ts";
import type { Optimizer } from "./optimizer.ts";

/**
 * The AdamW optimizer: Adam with decoupled weight decay.
 *
 * Each step first takes `rate * weightDecay` times the weight from it, 0.004 by default as in Keras, and then makes the
 * update of {@link adam}. Biases and batch normalisation do not decay, unless `excludeFromWeightDecay` says otherwise.
 *
 * @throws RangeError if an option is out of its range; TypeError for an unknown option.
 * @see Loshchilov and Hutter 2017, Decoupled Weight Decay Regularization, arXiv:1711.05101; `keras.optimizers.AdamW`
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { tensor1d, tensor2d, variable } from "@tensorflow/tfjs-core";
 * import { adamW } from "@tensorloom/training";
 *
 * const kernel = variable(tensor2d([[1]]));
 * const bias = variable(tensor1d([1]));
 * const weights = new Map([["dense/kernel", kernel], ["dense/bias", bias]]);
 * const run = adamW({ weightDecay: 0.5 }).bind(weights); // fit does this
 * run.apply({ "dense/kernel": tensor2d([[2]]), "dense/bias": tensor1d([2]) }, 0.25); // a learning rate of 0.25
 * [kernel.dataSync()[0].toFixed(3), bias.dataSync()[0].toFixed(3)]; // => ["0.625", "0.750"]
 * ```
 */
export function adamW(options: AdamOptions = {}): Optimizer {
  return createAdam("adamW", options, 0.004);
}
