import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { allVariables, leavesOf, trainableVariables } from "@tensorloom/graph/internal";
import type { NetWeight } from "./net.ts";

/** Finds a weight of a layer by the last part of its name, such as `kernel`. */
export type WeightFinder = (layer: layers.Layer, role: string) => NetWeight | undefined;

/** Names the weights of a model as `allVariables` does. */
export function nameWeights(model: LayersModel): WeightFinder {
  const trainable = new Set(trainableVariables(model).keys());
  const names = new Map<unknown, string>(
    [...allVariables(model)].map(([name, variable]) => [variable, name]),
  );
  const found = new Map<layers.Layer, ReadonlyMap<string, NetWeight>>();
  for (const { layer } of leavesOf(model)) {
    const ofLayer = new Map<string, NetWeight>();
    for (const weight of layer.weights) {
      const name = names.get(weight.read()) ?? weight.originalName;
      const role = weight.originalName.slice(weight.originalName.lastIndexOf("/") + 1);
      const shape = weight.shape.map((side) => side ?? 0); // a built weight has no free side
      ofLayer.set(role, { name, shape, trainable: trainable.has(name) });
    }
    found.set(layer, ofLayer);
  }
  return (layer, role) => found.get(layer)?.get(role);
}
