export { foldBatchNorm } from "./fold/foldBatchNorm.ts";
export { fuse, isFused } from "./fuse/fuse.ts";
export { memoryAdvice } from "./memory/memoryAdvice.ts";
export { planStep, type StepPlan } from "./memory/planStep.ts";
export { type Recompute } from "./memory/recomputePlan.ts";
export { type StepMemory, stepMemory } from "./memory/stepMemory.ts";
export { WASM_BYTES } from "./memory/fitsMemory.ts";
