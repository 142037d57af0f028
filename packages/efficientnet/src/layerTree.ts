import { LayersModel, type layers } from "@tensorflow/tfjs-layers";

/** The layers of a model and of the models inside it, in order; the models themselves are left out. */
export function* leaves(model: LayersModel): Generator<layers.Layer> {
  for (const layer of model.layers) {
    if (layer instanceof LayersModel) yield* leaves(layer);
    else yield layer;
  }
}

/** A model and the models inside it. */
export function* models(model: LayersModel): Generator<LayersModel> {
  yield model;
  for (const layer of model.layers) if (layer instanceof LayersModel) yield* models(layer);
}
