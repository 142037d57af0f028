import { type LayersModel, Sequential } from "@tensorflow/tfjs-layers";
import { modelsOf } from "@tensorloom/graph/internal";

/**
 * Lets the weights of a sequential model that was frozen, built, and unfrozen again be trained.
 *
 * A built sequential model holds a second model of all layers inside it, and copies its flag to their weights when it is
 * built; tfjs does not copy the flag again when it changes.
 */
export function syncTrainableFlags(model: LayersModel): void {
  for (const each of modelsOf(model)) {
    if (!(each instanceof Sequential)) continue;
    const { model: inside } = each as unknown as { readonly model?: LayersModel }; // private in tfjs's types
    if (inside !== undefined && inside.trainable !== each.trainable) inside.trainable = each.trainable;
  }
}
