import { adam } from "./adam.ts";
import type { Optimizer, OptimizerConfig } from "./optimizer.ts";
import { sgd } from "./sgd.ts";

/**
 * Builds the optimizer that a config describes.
 *
 * @throws RangeError if its name is not an optimizer of this package.
 * @see Keras, `keras.optimizers.deserialize`
 */
export function optimizerFromConfig({ name, options }: OptimizerConfig): Optimizer {
  switch (name) {
    case "adam":
      return adam(options);
    case "sgd":
      return sgd(options);
    default:
      throw new RangeError(`replicas: no optimizer is called ${name}; known are adam, sgd`);
  }
}
