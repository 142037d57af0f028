import { add, dispose, type NamedTensorMap } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { differentiateRegularization, type Variables } from "@tensorloom/graph/internal";

/**
 * Adds the gradients of a model's regularisation to those of its loss, by tfjs on the weights alone.
 *
 * @param gradients - By the names of `trainable`. A gradient that changes is replaced, and its tensor disposed.
 * @returns The regularisation itself, 0 without any.
 */
export function regularize(model: LayersModel, trainable: Variables, gradients: NamedTensorMap): number {
  const own = differentiateRegularization(model, trainable);
  if (own === undefined) return 0;
  const before = new Map(Object.entries(gradients));
  for (const [name, more] of Object.entries(own.gradients)) {
    const ofLoss = before.get(name);
    gradients[name] = ofLoss === undefined ? more : add(ofLoss, more);
    if (ofLoss !== undefined) dispose([ofLoss, more]);
  }
  const [value] = own.value.dataSync();
  own.value.dispose();
  return value;
}
