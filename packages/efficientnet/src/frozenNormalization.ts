import type { layers } from "@tensorflow/tfjs-layers";

/** Of each class of batch normalisation its obedient kind: the class's own prototype, with another `call` before it. */
const obedient = new WeakMap<object, object>();
const made = new WeakSet();

/**
 * Makes a batch normalisation use, and keep, its moving statistics while it is frozen, as Keras does.
 *
 * tfjs ignores `trainable = false` there: it normalises with the batch's statistics and moves the stored ones. The layer
 * keeps its class, so a model that holds it saves and loads as before (docs/decisions/006-frozen-normalization.md).
 * Other layers are left as they are.
 */
export function inferWhenFrozen(layer: layers.Layer): void {
  const stock = Object.getPrototypeOf(layer) as layers.Layer; // its prototype has its methods
  if (!isBatchNormalization(layer) || made.has(stock)) return;
  const kind = obedient.get(stock) ?? obedientKind(stock);
  obedient.set(stock, kind);
  Object.setPrototypeOf(layer, kind);
}

function obedientKind(stock: layers.Layer): object {
  const call: layers.Layer["call"] = function (this: layers.Layer, inputs, kwargs) {
    return stock.call.call(this, inputs, isFrozen(this) ? { ...kwargs, training: false } : kwargs);
  };
  const kind: object = Object.assign(Object.create(stock) as object, { call });
  made.add(kind);
  return kind;
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
