/** Operations with closed-form gradients, for the other packages of Tensorloom. Unstable: may change in any release. */
export { type Activation, ACTIVATIONS } from "./kernels/wasm/activation.ts";
export { addN } from "./ops/addN.ts";
export { batchNormalize } from "./ops/normalization/batchNormalize.ts";
export { convolve } from "./ops/convolution/convolve.ts";
export { disposeGradientTape } from "./ops/gradients/disposeGradientTape.ts";
export { dropout, dropoutMask, type DropoutMaskOptions } from "./ops/dropout.ts";
export { emptyTensor } from "./ops/emptyTensor.ts";
export { findNonFiniteSync } from "./ops/findNonFinite.ts";
export { fusedConv2d } from "./ops/convolution/fusedConv2d.ts";
export { globalMeans } from "./ops/squeezeExcite/globalMeans.ts";
export { updateMovingMean } from "./ops/normalization/normalizationOps.ts";
export { recompute } from "./ops/gradients/recompute.ts";
export { squeezeExcite } from "./ops/squeezeExcite/squeezeExcite.ts";
export { type ConstantsOf, type SlotOf, type UpdateRule } from "./kernels/elementwise/updateRules.ts";
export { updateVariables, type UpdateOperands } from "./ops/updateVariables.ts";
export { type StatisticsReducer, withSynchronizedStatistics } from "./ops/normalization/syncStatistics.ts";
export { writesOf } from "./kernels/wasm/writes.ts";
