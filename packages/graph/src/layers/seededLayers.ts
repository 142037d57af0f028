import type { layers, LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "./layerTree.ts";

/** A layer that draws masks, such as dropout. Its class does not declare the seed. */
export type SeededLayer = layers.Layer & { seed: number | undefined };

/**
 * Lists the layers of a model that draw masks, in order.
 *
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { seededLayersOf } from "@tensorloom/graph/internal";
 *
 * const model = sequential({ layers: [layers.dropout({ rate: 0.5, inputShape: [2], name: "drop" })] });
 * seededLayersOf(model).map(({ name }) => name); // => ["drop"]
 * ```
 */
export function seededLayersOf(model: LayersModel): readonly SeededLayer[] {
  return leavesOf(model)
    .map(({ layer }) => layer)
    .filter(isSeeded);
}

function isSeeded(layer: layers.Layer): layer is SeededLayer {
  return "seed" in layer && "rate" in layer;
}
