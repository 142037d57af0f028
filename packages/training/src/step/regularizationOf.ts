import type { LayersModel } from "@tensorflow/tfjs-layers";
import { computeRegularization } from "@tensorloom/graph/internal";

/** Reads the regularisation that a model's layers add to its loss, with the weights of now; 0 without any. */
export async function regularizationOf(model: LayersModel): Promise<number> {
  const value = computeRegularization(model);
  try {
    return (await value?.data())?.[0] ?? 0;
  } finally {
    value?.dispose();
  }
}
