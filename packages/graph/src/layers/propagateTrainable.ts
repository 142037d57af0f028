import type { LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "./layerTree.ts";

const propagating = new WeakSet<LayersModel>();

/**
 * Makes `model.trainable = value` reach every layer inside the model, as in Keras.
 *
 * tfjs copies the flag to the weights of direct layers alone, and a sequential model around this one resets it there.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { propagateTrainable } from "@tensorloom/graph/internal";
 *
 * const dense = layers.dense({ units: 1, inputShape: [2] });
 * const model = sequential({ layers: [sequential({ layers: [dense] })] });
 * propagateTrainable(model);
 * model.trainable = false;
 * dense.trainable; // => false
 * ```
 */
export function propagateTrainable(model: LayersModel): void {
  if (propagating.has(model)) return;
  propagating.add(model);
  const stock = accessorOf(model);
  if (stock === undefined) return;
  Object.defineProperty(model, "trainable", {
    configurable: true,
    get: () => stock.get?.call(model) as boolean, // of the flag
    set(value: boolean) {
      stock.set?.call(model, value);
      for (const { layer } of leavesOf(model)) layer.trainable = value;
    },
  });
}

/** The accessor `trainable` of the model's class. */
function accessorOf(model: LayersModel): PropertyDescriptor | undefined {
  let holder: unknown = Object.getPrototypeOf(model);
  while (typeof holder === "object" && holder !== null) {
    const found = Object.getOwnPropertyDescriptor(holder, "trainable");
    if (found !== undefined) return found;
    holder = Object.getPrototypeOf(holder);
  }
  return undefined;
}
