import { allVariables } from "@tensorloom/graph/internal";
import { tensor } from "@tensorflow/tfjs-core";
import type { NDArray } from "@tensorloom/data";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { copyVariable } from "./copyVariable.ts";

/** A copy of a model's weights in ordinary arrays. */
export interface WeightsSnapshot {
  /** The weights in the model's order. They do not change. */
  readonly arrays: readonly NDArray[];
  /** Writes the weights back to the model. */
  restore(): void;
}

/** Copies a model's weights, including moving statistics. */
export async function takeWeightsSnapshot(model: LayersModel): Promise<WeightsSnapshot> {
  const arrays = await Promise.all([...allVariables(model).values()].map(copyVariable));
  return weightsSnapshot(model, arrays);
}

/**
 * Makes a snapshot of arrays that an earlier one of the same model had.
 *
 * @throws RangeError if they do not fit the model.
 */
export function weightsSnapshot(model: LayersModel, arrays: readonly NDArray[]): WeightsSnapshot {
  const variables = [...allVariables(model).values()];
  if (variables.length !== arrays.length || variables.some(({ size }, at) => size !== arrays[at].data.length))
    throw new RangeError(`the weights of a snapshot do not fit ${model.name}`);
  return {
    arrays,
    restore() {
      for (const [at, variable] of variables.entries()) {
        const value = tensor(arrays[at].data.slice(), variable.shape, variable.dtype);
        variable.assign(value);
        value.dispose();
      }
    },
  };
}
