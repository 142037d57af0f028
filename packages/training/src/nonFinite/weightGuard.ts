import { allVariables } from "@tensorloom/graph/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type NonFiniteContext, assertFiniteVariables } from "./assertFinite.ts";

/** Checks weights that the run did not compute itself: the initial weights, and those that a callback assigned. */
export interface WeightGuard {
  /** @throws NonFiniteError that names the weight. */
  assertNewWeightsFinite(at: NonFiniteContext): Promise<void>;
  /** Records that the run itself has computed the current weights. */
  acceptWeights(): void;
}

/** Creates a weight guard. It detects new weights by the `dataId`, which changes with each assignment. */
export function createWeightGuard(model: LayersModel): WeightGuard {
  const variables = allVariables(model);
  let known = new Map<string, object>();
  function acceptWeights(): void {
    known = new Map([...variables].map(([name, { dataId }]) => [name, dataId]));
  }
  return {
    async assertNewWeightsFinite(at) {
      const fresh = new Map([...variables].filter(([name, { dataId }]) => known.get(name) !== dataId));
      await assertFiniteVariables("weight", fresh, at);
      acceptWeights();
    },
    acceptWeights,
  };
}
