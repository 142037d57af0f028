import type { LayersModel } from "@tensorflow/tfjs-layers";
import { inferWhenFrozen } from "./frozenBatchNorm.ts";
import { leavesOf } from "./layerTree.ts";

/**
 * Makes frozen batch normalisations use and keep their moving statistics until the returned function is called.
 *
 * A layer counts as frozen by its own flag or by a model that holds it. Until then each frozen layer has its own flag
 * set, which a sequential model cannot reset when it is built.
 *
 * @returns A function that restores the layers and their flags.
 * @example
 * ```ts
 * import { layers, sequential } from "@tensorflow/tfjs-layers";
 * import { useBackend } from "@tensorloom/backend";
 * import { freezeStatistics } from "@tensorloom/graph/internal";
 *
 * await useBackend("cpu");
 * const normalization = layers.batchNormalization({ inputShape: [2] });
 * const model = sequential({ layers: [normalization] });
 * model.trainable = false;
 * const restore = freezeStatistics(model);
 * normalization.trainable; // => false
 * restore();
 * normalization.trainable; // => true
 * ```
 */
export function freezeStatistics(model: LayersModel): () => void {
  const held = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : []));
  const flags = held.flatMap(({ weights }) => weights.map((weight) => [weight, weight.trainable] as const));
  const marked = held.filter((layer) => layer.trainable);
  for (const layer of marked) layer.trainable = false;
  const restoreCalls = held.map(inferWhenFrozen);
  return () => {
    for (const restore of restoreCalls) restore();
    for (const layer of marked) layer.trainable = true;
    for (const [weight, trainable] of flags) weight.trainable = trainable;
  };
}
