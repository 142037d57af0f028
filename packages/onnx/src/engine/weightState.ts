import { writesOf } from "@tensorloom/backend/internal";
import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";

/** Remembers the weights of a model at a time. */
export interface WeightState {
  /** Whether the model's weights are still those. */
  isCurrent(): boolean;
}

/** Remembers the weights of a model. An assignment changes a variable's `dataId`; a write in place is counted. */
export function weightState(model: LayersModel): WeightState {
  const known = [...allVariables(model).values()].map((variable) => ({
    variable,
    dataId: variable.dataId,
    writes: writesOf(variable),
  }));
  return {
    isCurrent: () =>
      known.every(
        ({ variable, dataId, writes }) => variable.dataId === dataId && writesOf(variable) === writes,
      ),
  };
}
