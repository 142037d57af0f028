import type { LayersModel } from "@tensorflow/tfjs-layers";
import { leavesOf } from "@tensorloom/graph/internal";

/**
 * Holds frozen layers still while a model trains, whatever froze them: their own flag, or a model that holds them.
 *
 * tfjs's batch normalisation ignores `trainable = false` and moves its statistics; here it normalises by the moving
 * statistics and leaves them as they are. For the time of the run each frozen layer is marked by its own flag, which a
 * sequential model cannot reset when it is built.
 *
 * @returns What puts the layers and their flags back as they were.
 */
export function holdFrozenStatistics(model: LayersModel): () => void {
  const held = leavesOf(model).flatMap(({ layer, frozen }) => (frozen ? [layer] : []));
  const flags = held.flatMap(({ weights }) => weights.map((weight) => [weight, weight.trainable] as const));
  const marked = held.filter((layer) => layer.trainable);
  for (const layer of marked) layer.trainable = false;
  const normalizations = held.filter((layer) => layer.getClassName() === "BatchNormalization");
  for (const layer of normalizations) {
    const call = layer.call.bind(layer);
    layer.call = (inputs, kwargs) => call(inputs, { ...kwargs, training: false });
  }
  return () => {
    for (const layer of normalizations) Reflect.deleteProperty(layer, "call"); // the class's own shows through again
    for (const layer of marked) layer.trainable = true;
    for (const [weight, trainable] of flags) weight.trainable = trainable;
  };
}
