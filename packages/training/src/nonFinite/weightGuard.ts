import type { LayersModel } from "@tensorflow/tfjs-layers";
import { type Circumstances, refuseNonFiniteVariables } from "./nonFiniteChecks.ts";
import { allVariables } from "../model/variables.ts";

/** Looks at weights that a run did not make itself: those that it begins with, and those that a callback assigned. */
export interface WeightGuard {
  /** @throws NonFiniteError that names the weight. */
  refuseNewWeights(at: Circumstances): Promise<void>;
  /** Notes that the weights are now the run's own. */
  own(): void;
}

/** Guards a model's weights; tfjs gives a variable another `dataId` with each value that is assigned. */
export function weightGuard(model: LayersModel): WeightGuard {
  const variables = allVariables(model);
  let known = new Map<string, object>();
  function own(): void {
    known = new Map([...variables].map(([name, { dataId }]) => [name, dataId]));
  }
  return {
    async refuseNewWeights(at) {
      const fresh = new Map([...variables].filter(([name, { dataId }]) => known.get(name) !== dataId));
      await refuseNonFiniteVariables("weight", fresh, at);
      own();
    },
    own,
  };
}
