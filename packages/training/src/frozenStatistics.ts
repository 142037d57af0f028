import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Layer, leaves } from "./layerTree.ts";

/**
 * Holds the batch normalisation of frozen layers in inference mode: it normalises by its moving statistics and leaves
 * them alone. tfjs's own layer ignores `trainable = false` there and goes on moving them.
 *
 * A lean model sees for itself that a layer is frozen, by the layer or by its weights; one without gamma and beta, frozen by
 * the model around it, shows neither, and is marked for the time.
 *
 * @returns What puts the layers back as they were.
 */
export function holdFrozenStatistics(model: LayersModel): () => void {
  const held = leaves(model)
    .filter(({ layer, frozen }) => frozen && layer.getClassName() === "BatchNormalization")
    .map(({ layer }) => layer);
  const marked = held.filter((layer) => layer.trainable && isBare(layer));
  for (const layer of marked) layer.trainable = false;
  for (const layer of held) {
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  }
  return () => {
    for (const layer of held) Reflect.deleteProperty(layer, "call"); // the class's own shows through again
    for (const layer of marked) layer.trainable = true;
  };
}

/** Whether it has nothing but its moving mean and variance. */
function isBare({ weights }: Layer): boolean {
  return weights.length === 2;
}
