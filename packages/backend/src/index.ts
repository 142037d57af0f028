export { adamUpdate, type AdamOperands } from "./optimizers/adamUpdate.ts";
export { type AdamConstants } from "./kernels/adamKernel.ts";
export { type Attempt, type BackendName } from "./attempt.ts";
export { applyToLogits, type Logits } from "./layers/applyToLogits.ts";
export { BackendError } from "./backendError.ts";
export { type FinalActivation, finalActivationOf } from "./layers/finalActivation.ts";
export { findNonFinite, findNonFiniteSync } from "./findNonFinite.ts";
export { floatsOf } from "./floatsOf.ts";
export { fold } from "./layers/fold.ts";
export { isLean, lean, type LeanOptions, recomputeOf } from "./layers/lean.ts";
export { type Leaf, leavesOf } from "./layers/layerTree.ts";
export { memoryAdvice, type MemoryAdviceOptions } from "./layers/memoryAdvice.ts";
export { type Recompute } from "./layers/recomputePlan.ts";
export { OutOfMemoryError } from "./kernels/outOfMemory.ts";
export {
  AS_NEEDED as RECOMPUTE_AS_NEEDED,
  planStep,
  type StepPlan,
  type StepPlanOptions,
} from "./layers/stepPlan.ts";
export { type StepMemory, stepMemory, type StepMemoryOptions, WASM_BYTES } from "./layers/stepMemory.ts";
export { type StatisticsReducer, withSynchronizedStatistics } from "./layers/synchronizedStatistics.ts";
export { type KernelCost, profile, type Profile, type ProfileOptions } from "./profile.ts";
export {
  type InboundTensor,
  type LayerConfig,
  type LayerTopology,
  restoreFlags,
  topologyOf,
} from "./layers/topology.ts";
export { type ChosenBackend, useBackend, type UseBackendOptions } from "./useBackend.ts";
export { type CallOptions } from "./layers/runLeanStep.ts";
