import { foldBatchNorm, fuse } from "@tensorloom/graph";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Calls `work` with a copy of a model that predicts faster: with folded batch normalisation and fused operators. */
export async function withOptimizedCopy<T>(
  model: LayersModel,
  work: (copy: LayersModel) => Promise<T>,
): Promise<T> {
  const copy = fuse(await foldBatchNorm(model));
  try {
    return await work(copy);
  } finally {
    copy.dispose();
  }
}
