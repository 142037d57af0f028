import type { LayersModel } from "@tensorflow/tfjs-layers";

type Layer = LayersModel["layers"][number];

/**
 * Holds the batch normalisation of frozen layers in inference mode: it normalises by its moving statistics and leaves
 * them alone. tfjs's own layer ignores `trainable = false` there and goes on moving them.
 *
 * @returns What puts the layers back as they were.
 */
export function holdFrozenStatistics(model: LayersModel): () => void {
  const held = frozenNormalisations(model.layers, !model.trainable);
  for (const layer of held) {
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  }
  return () => {
    for (const layer of held) Reflect.deleteProperty(layer, "call"); // the class's own shows through again
  };
}

/** A layer is frozen where it, or a model that holds it, is not trainable. */
function frozenNormalisations(layers: readonly Layer[], inFrozen: boolean): readonly Layer[] {
  return layers.flatMap((layer) => {
    const frozen = inFrozen || !layer.trainable;
    if (isModel(layer)) return frozenNormalisations(layer.layers, frozen);
    return frozen && layer.getClassName() === "BatchNormalization" ? [layer] : [];
  });
}

/** Whether a layer is itself a model with layers inside. */
export function isModel(layer: Layer): layer is Layer & Pick<LayersModel, "layers"> {
  return "layers" in layer && Array.isArray(layer.layers);
}
