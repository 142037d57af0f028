import { fuse, type Recompute } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Fuses the operations of a model (operator fusion), so that it takes less time and memory.
 *
 * A model that cannot be fused, because its layers mask or have several outputs, stays as it is and computes the same.
 *
 * @param recompute - Gradient checkpointing: what the backward pass computes again. Default: as the model was fused before.
 * @returns Whether it is fused.
 * @throws RangeError or TypeError if `recompute` is invalid; Error if it is set and the model cannot be fused.
 */
export function fuseModel(model: LayersModel, recompute?: Recompute): boolean {
  try {
    fuse(model, recompute === undefined ? {} : { recompute });
    return true;
  } catch (error) {
    const refused = error instanceof RangeError || error instanceof TypeError;
    if (refused || recompute !== undefined) throw error;
    return false;
  }
}
