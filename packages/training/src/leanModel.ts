import { lean } from "@tensorloom/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/**
 * Makes a model lean, so that it trains and predicts with less time and memory; a model that cannot be (its layers mask,
 * or have several outputs) stays as it is and gives the same numbers.
 */
export function leanModel(model: LayersModel): void {
  try {
    lean(model);
  } catch {
    return; // lean says why to those who ask for it
  }
}
