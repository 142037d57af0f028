import { fuse, type Recompute } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Makes a model lean, so that it trains and predicts with less time and memory; a model that cannot be (its layers mask,
 * or have several outputs) stays as it is and gives the same numbers.
 *
 * @param recompute - What a step computes again to save memory; default as the model was made lean before.
 * @throws RangeError or TypeError where `recompute` is none; Error where it is asked for and the model cannot be lean.
 */
export function fuseModel(model: LayersModel, recompute?: Recompute): void {
  try {
    fuse(model, recompute === undefined ? {} : { recompute });
  } catch (error) {
    const refused = error instanceof RangeError || error instanceof TypeError;
    if (refused || recompute !== undefined) throw error;
  }
}
