import { LayersModel, Sequential } from "@tensorflow/tfjs-layers";

/**
 * Lets the weights of a sequential model that was frozen, built, and unfrozen again be trained.
 *
 * A built sequential model holds a second model of all layers inside it, and copies its flag to their weights when it is
 * built; tfjs does not copy the flag again when it changes.
 */
export function settleFlags(model: LayersModel): void {
  if (model instanceof Sequential) {
    const { model: inside } = model as unknown as { readonly model?: LayersModel }; // private in tfjs's types
    if (inside !== undefined && inside.trainable !== model.trainable) inside.trainable = model.trainable;
  }
  for (const layer of model.layers) if (layer instanceof LayersModel) settleFlags(layer);
}
