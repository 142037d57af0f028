import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leaves } from "./layerTree.ts";

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

const obedientModels = new WeakSet<LayersModel>();

/**
 * Makes `model.trainable = value` reach every layer inside the model, as in Keras.
 *
 * tfjs copies the flag to the weights of direct layers alone, and a sequential model around this one resets it there.
 */
export function freezeWhole(model: LayersModel): void {
  if (obedientModels.has(model)) return;
  obedientModels.add(model);
  const stock = accessorOf(model);
  if (stock === undefined) return;
  Object.defineProperty(model, "trainable", {
    configurable: true,
    get: () => stock.get?.call(model) as boolean, // of the flag
    set(value: boolean) {
      stock.set?.call(model, value);
      for (const layer of leaves(model)) layer.trainable = value;
    },
  });
}

/** The property of the class that `model.trainable` is. */
function accessorOf(model: LayersModel): PropertyDescriptor | undefined {
  let holder: unknown = Object.getPrototypeOf(model);
  while (typeof holder === "object" && holder !== null) {
    const found = Object.getOwnPropertyDescriptor(holder, "trainable");
    if (found !== undefined) return found;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}
