import { type LayersModel, Sequential } from "@tensorflow/tfjs-layers";
import { modelsOf } from "@tensorloom/graph/internal";

/**
 * Makes the weights of a sequential model trainable that was frozen, built, and then unfrozen.
 *
 * A built sequential model contains a second model of all its layers, and copies its `trainable` flag to their weights
 * when it is built. tfjs does not copy the flag when it changes later.
 */
export function syncTrainableFlags(model: LayersModel): void {
  for (const each of modelsOf(model)) {
    if (!(each instanceof Sequential)) continue;
    const { model: inside } = each as unknown as { readonly model?: LayersModel }; // private in tfjs's types
    if (inside !== undefined && inside.trainable !== each.trainable) inside.trainable = each.trainable;
  }
}
