import type { layers } from "@tensorflow/tfjs-layers";

const obedient = new WeakSet<layers.Layer>();

/**
 * Makes a batch normalisation use, and keep, its moving statistics while it is frozen, as Keras does.
 *
 * tfjs ignores `trainable = false` there: it normalises with the batch's statistics and moves the stored ones. The layer
 * stays a stock one, so a model that holds it saves and loads as before; see docs/decisions for why it is not a class.
 * Other layers are left as they are.
 */
export function inferWhenFrozen(layer: layers.Layer): void {
  if (!isBatchNormalization(layer) || obedient.has(layer)) return;
  const call = layer.call.bind(layer);
  layer.call = (inputs, kwargs) => call(inputs, isFrozen(layer) ? { ...kwargs, training: false } : kwargs);
  obedient.add(layer);
}

/** Whether a layer normalises by batch, by its class's name: the class itself is not exported. */
export function isBatchNormalization(layer: layers.Layer): boolean {
  return layer.getClassName() === "BatchNormalization";
}

/** Frozen by itself, or by `model.trainable = false`, which tfjs hands down to the weights alone. */
function isFrozen(layer: layers.Layer): boolean {
  const hasGammaOrBeta = layer.weights.length > 2; // beside the moving mean and variance
  return !layer.trainable || (hasGammaOrBeta && layer.trainableWeights.length === 0);
}
