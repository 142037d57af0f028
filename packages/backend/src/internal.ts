/** Operations with closed-form gradients, for the other packages of Tensorloom. Unstable: may change in any release. */
export { type Activation, ACTIVATIONS } from "./kernels/wasm/activation.ts";
export { addN } from "./ops/addN.ts";
export {
  batchNormalize,
  type BatchNormalizeOptions,
  type Normalized,
} from "./ops/normalization/batchNormalize.ts";
export { convolve } from "./ops/convolution/convolve.ts";
export { disposeGradientTape } from "./ops/gradients/disposeGradientTape.ts";
export { dropout, dropoutMask, type DropoutMaskOptions } from "./ops/dropout.ts";
export { emptyTensor } from "./ops/emptyTensor.ts";
export { findNonFiniteSync } from "./ops/findNonFinite.ts";
export { isFiniteThroughout } from "./ops/isFiniteThroughout.ts";
export { fusedConv2d } from "./ops/convolution/fusedConv2d.ts";
export { activationStorage } from "./kernels/registerHalves.ts";
export { kernelThreads, limitKernelThreads } from "./kernels/threads/threadCount.ts";
export { KernelPlan, type KernelProgram, type PlannedValues } from "./kernels/plan/kernelPlan.ts";
export { PackedWeights } from "./kernels/plan/packedWeights.ts";
export { type PlannedKernels } from "./kernels/plan/plannedKernels.ts";
export { type PlanningEngine, planningEngine } from "./kernels/plan/planningEngine.ts";
export { globalMeans } from "./ops/squeezeExcite/globalMeans.ts";
export {
  normalizeDepthwise,
  type NormalizeDepthwiseOptions,
} from "./ops/normalization/normalizeDepthwise.ts";
export { canOverwrite, overwrite } from "./ops/overwrite.ts";
export { type DifferentiableProgram, GradientPlan } from "./ops/recording/gradientPlan.ts";
export {
  currentTape,
  type PlannedOperations,
  runPlanned,
  trainingEngine,
} from "./ops/recording/runPlanned.ts";
export { moveStatistics } from "./ops/normalization/moveStatistics.ts";
export { updateMovingStatistics } from "./ops/normalization/normalizationOps.ts";
export { recompute } from "./ops/gradients/recompute.ts";
export { squeezeExciteProject } from "./ops/squeezeExcite/squeezeExciteProject.ts";
export { squeezeExcite } from "./ops/squeezeExcite/squeezeExcite.ts";
export { type ConstantsOf, type SlotOf, type UpdateRule } from "./kernels/elementwise/updateRules.ts";
export { updateVariables, type UpdateOperands } from "./ops/updateVariables.ts";
export { type MaskRows, withMaskRows } from "./ops/maskRows.ts";
export {
  statisticsReducer,
  type StatisticsReducer,
  withSynchronizedStatistics,
} from "./ops/normalization/syncStatistics.ts";
export { writesOf } from "./kernels/wasm/writes.ts";
export { type Job } from "./kernels/wasm/job.ts";
export { type JobWatcher, watchJobs } from "./kernels/threads/watchJobs.ts";
export { wasmAddress } from "./engine/candidates/wasm.ts";
