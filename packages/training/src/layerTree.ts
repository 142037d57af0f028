import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A layer of tfjs. */
export type Layer = LayersModel["layers"][number];

/** A layer that is no model itself. */
export interface Leaf {
  readonly layer: Layer;
  /** Whether it, or a model that holds it, is not trainable. */
  readonly frozen: boolean;
}

/** The layers of a model and of the models inside it, in their order. */
export function leaves(model: LayersModel): readonly Leaf[] {
  return below(model.layers, !model.trainable);
}

function below(layers: readonly Layer[], inFrozen: boolean): readonly Leaf[] {
  return layers.flatMap((layer) => {
    const frozen = inFrozen || !layer.trainable;
    return isModel(layer) ? below(layer.layers, frozen) : [{ layer, frozen }];
  });
}

/** Whether a layer is itself a model with layers inside. */
function isModel(layer: Layer): layer is Layer & Pick<LayersModel, "layers"> {
  return "layers" in layer && Array.isArray(layer.layers);
}
