import { dropoutMask } from "@tensorloom/backend/internal";
import { type SeededLayer, seededLayersOf } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { EngineOutput } from "./engineArray.ts";
import type { MaskInput } from "../step/trainGraph.ts";

/** Draws the dropout masks of a step, by the names of the graph's inputs. */
export type MaskDrawer = (masks: readonly MaskInput[]) => ReadonlyMap<string, EngineOutput>;

/**
 * Draws dropout masks with the `seed` that each layer has when a step begins, as the layers themselves do.
 *
 * @throws RangeError if two dropout layers have the same name.
 */
export function createMaskDrawer(model: LayersModel): MaskDrawer {
  const byName = new Map<string, SeededLayer>();
  for (const layer of seededLayersOf(model)) {
    if (byName.has(layer.name))
      throw new RangeError(`${model.name} has two dropout layers of the name ${layer.name}; rename one`);
    byName.set(layer.name, layer);
  }
  return (masks) =>
    new Map(
      masks.map(({ input, layer, rate, shape }) => {
        const mask = dropoutMask({ shape, rate, seed: byName.get(layer)?.seed });
        const numbers = mask.dataSync<"float32">();
        mask.dispose();
        return [input, { data: numbers, shape }];
      }),
    );
}
