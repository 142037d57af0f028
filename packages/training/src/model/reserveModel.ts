import { leavesOf } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** The layers that a run is training, with the name of their model. */
const modelNames = new WeakMap<LayersModel["layers"][number], string>();

/**
 * Reserves a model for one run, since two runs would update the same weights.
 *
 * Models that share layers count as one. Predicting and evaluating during the run is allowed, with the current weights.
 *
 * @returns A function that ends the reservation.
 * @throws Error if another run trains one of its layers.
 */
export function reserveModel(model: LayersModel): () => void {
  const layers = leavesOf(model).map(({ layer }) => layer);
  const taken = layers.find((layer) => modelNames.has(layer));
  if (taken !== undefined)
    throw new Error(
      `fit: ${model.name} is being trained: another fit on ${modelNames.get(taken) ?? model.name} has layer ${taken.name}; ` +
        `await it first, or train a copy`,
    );
  for (const layer of layers) modelNames.set(layer, model.name);
  return () => {
    for (const layer of layers) modelNames.delete(layer);
  };
}
