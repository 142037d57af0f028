/** What the other packages of Tensorloom read of a model. Unstable: may change in any release. */
export { applyToLogits, type Logits } from "./fuse/applyToLogits.ts";
export { type CallOptions } from "./execute/executeOp.ts";
export { fusionPlan } from "./fusion/fusionPlan.ts";
export {
  activationOf,
  callWithoutActivation,
  type FinalActivation,
  finalActivationOf,
  returnsItsInput,
} from "./layers/finalActivation.ts";
export {
  type InboundTensor,
  type LayerConfig,
  type LayerTopology,
  restoreFlags,
  topologyOf,
} from "./layers/topology.ts";
export { freezeStatistics } from "./layers/freezeStatistics.ts";
export { inferWhenFrozen, isBatchNorm } from "./layers/frozenBatchNorm.ts";
export { gradientsOf, type LossAndGradients } from "./layers/gradientsOf.ts";
export {
  addRegularization,
  computeRegularization,
  differentiateRegularization,
} from "./layers/regularization.ts";
export { type Leaf, leavesOf, modelsOf } from "./layers/layerTree.ts";
export { heapFor } from "./memory/fitsMemory.ts";
export { recomputeAsNeeded } from "./memory/recomputeAsNeeded.ts";
export { propagateTrainable } from "./layers/propagateTrainable.ts";
export { restoreModel, weightBytes } from "./layers/restoreModel.ts";
export { recomputeOf } from "./fuse/fuse.ts";
export { allVariables, movingVariables, trainableVariables, type Variables } from "./layers/variables.ts";
export { type LayerCall, layerCallsOf } from "./layers/layerCalls.ts";
export { type SeededLayer, seededLayersOf } from "./layers/seededLayers.ts";
