import { adadelta } from "./adadelta.ts";
import { adagrad } from "./adagrad.ts";
import { adam } from "./adam.ts";
import { adamax } from "./adamax.ts";
import { adamW } from "./adamW.ts";
import { lamb } from "./lamb.ts";
import { type LayerRatesConfig, withLayerRates } from "./layerRates.ts";
import { lion } from "./lion.ts";
import { nadam } from "./nadam.ts";
import type { Optimizer, OptimizerConfig } from "./optimizer.ts";
import { rmsprop } from "./rmsprop.ts";
import { sgd } from "./sgd.ts";

/** Every optimizer of this package, by name. Each checks its options. */
const OPTIMIZERS: Readonly<Record<string, (options: object) => Optimizer>> = {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  lamb,
  lion,
  nadam,
  rmsprop,
  sgd,
};

/**
 * Builds the optimizer that a config describes.
 *
 * @throws RangeError if its name is not an optimizer of this package.
 * @see Keras, `keras.optimizers.deserialize`
 */
export function optimizerFromConfig({ name, options }: OptimizerConfig): Optimizer {
  if (name === "layerRates") {
    const { optimizer, factors } = options as LayerRatesConfig; // as withLayerRates writes it
    return withLayerRates(optimizerFromConfig(optimizer), factors);
  }
  if (Object.hasOwn(OPTIMIZERS, name)) return OPTIMIZERS[name](options);
  const known = Object.keys(OPTIMIZERS).join(", ");
  throw new RangeError(`replicas: no optimizer is called ${name}; known are ${known}`);
}
