import {
  add,
  keep,
  mean,
  type NamedTensorMap,
  scalar,
  type Scalar,
  tidy,
  variable,
  variableGrads,
} from "@tensorflow/tfjs-core";
import { type LayersModel, Sequential } from "@tensorflow/tfjs-layers";
import type { Variables } from "@tensorloom/graph/internal";

/**
 * Adds the gradients of a model's regularisation to those of its loss, by tfjs on the weights alone.
 *
 * @param gradients - By the names of `trainable`. A gradient that changes is replaced, and its tensor disposed.
 * @returns The regularisation itself, 0 without any.
 */
export function regularize(model: LayersModel, trainable: Variables, gradients: NamedTensorMap): number {
  if (model instanceof Sequential && !model.built) model.build(); // until then it lists no regularisers
  if (tidy(() => model.calculateLosses().length) === 0) return 0;
  // tfjs refuses to differentiate what depends on no variable, as when all regularised layers are frozen
  const initial = scalar(0);
  const zero = variable(initial);
  initial.dispose();
  try {
    return tidy(() => {
      const { value, grads } = variableGrads(
        () => regularization(model, zero),
        [...trainable.values(), zero],
      );
      for (const [name, { name: own }] of trainable) {
        const more = new Map(Object.entries(grads)).get(own);
        if (more === undefined) continue;
        const before = new Map(Object.entries(gradients)).get(name);
        gradients[name] = keep(before === undefined ? more : add(before, more));
        before?.dispose();
      }
      return value.dataSync()[0];
    });
  } finally {
    zero.dispose();
  }
}

/** The sum of the model's regularisers, as `fit` adds it to the loss. */
function regularization(model: LayersModel, zero: Scalar): Scalar {
  return model.calculateLosses().reduce<Scalar>((sum, own) => add(sum, mean(own)), zero);
}
