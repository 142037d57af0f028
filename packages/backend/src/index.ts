export { type Attempt, type BackendName } from "./engine/activation/attempt.ts";
export { BackendError } from "./engine/backendError.ts";
export { type ChosenBackend, useBackend } from "./engine/useBackend.ts";
export { findNonFinite } from "./ops/findNonFinite.ts";
export { floatsOf } from "./ops/floatsOf.ts";
export { type KernelCost, profile, type Profile } from "./profile/profile.ts";
export { OutOfMemoryError } from "./kernels/wasm/outOfMemory.ts";
export { GpuError } from "./webgpu/failures/gpuError.ts";
