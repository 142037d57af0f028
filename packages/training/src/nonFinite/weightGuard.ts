import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type NonFiniteContext, assertFiniteVariables } from "./nonFiniteChecks.ts";
import { allVariables } from "../model/variables.ts";

/** Looks at weights that a run did not make itself: those that it begins with, and those that a callback assigned. */
export interface WeightGuard {
  /** @throws NonFiniteError that names the weight. */
  assertNewWeightsFinite(at: NonFiniteContext): Promise<void>;
  /** Notes that the weights are now the run's own. */
  acceptWeights(): void;
}

/** Guards a model's weights; tfjs gives a variable another `dataId` with each value that is assigned. */
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
