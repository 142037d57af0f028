/** What the other packages of Tensorloom read of a model. Unstable: may change in any release. */
export { applyToLogits, type Logits } from "./execute/applyToLogits.ts";
export { type CallOptions } from "./execute/executeOp.ts";
export { type FinalActivation, finalActivationOf } from "./layers/finalActivation.ts";
export {
  type InboundTensor,
  type LayerConfig,
  type LayerTopology,
  restoreFlags,
  topologyOf,
} from "./layers/topology.ts";
export { type Leaf, leavesOf } from "./layers/layerTree.ts";
export { RECOMPUTE_AS_NEEDED } from "./memory/planStep.ts";
export { recomputeOf } from "./execute/fuse.ts";
