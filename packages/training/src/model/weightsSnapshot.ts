import { allVariables } from "@tensorloom/graph/internal";
import { tensor } from "@tensorflow/tfjs-core";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** A copy of a model's weights in ordinary arrays. */
export interface WeightsSnapshot {
  /** Writes the weights back to the model. */
  restore(): void;
}

/** Copies a model's weights, including moving statistics. */
export async function takeWeightsSnapshot(model: LayersModel): Promise<WeightsSnapshot> {
  const copies = await Promise.all(
    [...allVariables(model).values()].map(async (variable) => {
      const numbers = await variable.data();
      return { variable, numbers: numbers.slice() }; // the cpu backend returns its own array, not a copy
    }),
  );
  return {
    restore() {
      for (const { variable, numbers } of copies) {
        const value = tensor(numbers.slice(), variable.shape, variable.dtype);
        variable.assign(value);
        value.dispose();
      }
    },
  };
}
