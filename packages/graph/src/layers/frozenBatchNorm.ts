import type { layers } from "@tensorflow/tfjs-layers";

/**
 * Whether a layer is a batch normalisation, by its class's name: tfjs does not export the class.
 *
 * @example
 * ```ts
 * import { layers } from "@tensorflow/tfjs-layers";
 * import { isBatchNorm } from "@tensorloom/graph/internal";
 *
 * isBatchNorm(layers.batchNormalization()); // => true
 * ```
 */
export function isBatchNorm(layer: layers.Layer): boolean {
  return layer.getClassName() === "BatchNormalization";
}

const MOVING = /(^|\/)moving_(mean|variance)$/;

/** Whether a batch normalisation has gamma or beta, and all of them are frozen, as `model.trainable = false` does. */
export function hasFrozenWeights(layer: layers.Layer): boolean {
  if (!isBatchNorm(layer)) return false;
  const affine = layer.weights.filter(({ originalName }) => !MOVING.test(originalName));
  return affine.length > 0 && affine.every(({ trainable }) => !trainable);
}

/** For each prototype of batch normalisation the one that infers when frozen. */
const inferring = new WeakMap<object, object>();
const made = new WeakSet();

/**
 * Makes a batch normalisation use and keep its moving statistics while it is frozen, as Keras does.
 *
 * tfjs ignores `trainable = false` there: it normalises with the batch's statistics and moves the stored ones. The layer
 * keeps its class, so a model that holds it saves and loads as before (docs/decisions/006-frozen-normalization.md).
 * Other layers are left as they are.
 *
 * @returns A function that makes the layer a stock one again.
 * @example
 * ```ts
 * import { ones, type Tensor } from "@tensorflow/tfjs-core";
 * import { layers } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { inferWhenFrozen } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const layer = layers.batchNormalization({ epsilon: 0, trainable: false });
 * inferWhenFrozen(layer);
 * const y = layer.apply(ones([2, 1]), { training: true }) as Tensor;
 * [...y.dataSync()]; // => [1, 1]
 * ```
 */
export function inferWhenFrozen(layer: layers.Layer): () => void {
  const stock = Object.getPrototypeOf(layer) as layers.Layer; // its prototype has its methods
  if (!isBatchNorm(layer) || made.has(stock)) return () => undefined;
  const prototype = inferring.get(stock) ?? inferringPrototype(stock);
  inferring.set(stock, prototype);
  Object.setPrototypeOf(layer, prototype);
  return () => {
    Object.setPrototypeOf(layer, stock);
  };
}

/** The class's own prototype with another `call` before it. */
function inferringPrototype(stock: layers.Layer): object {
  const call: layers.Layer["call"] = function (this: layers.Layer, inputs, kwargs) {
    const frozen = !this.trainable || hasFrozenWeights(this);
    return stock.call.call(this, inputs, frozen ? { ...kwargs, training: false } : kwargs);
  };
  const prototype: object = Object.assign(Object.create(stock) as object, { call });
  made.add(prototype);
  return prototype;
}
