export { adamUpdate, type AdamOperands } from "./optimizers/adamUpdate.ts";
export { type AdamConstants } from "./kernels/adamKernel.ts";
export { type Attempt, type BackendName } from "./attempt.ts";
export { BackendError } from "./backendError.ts";
export { fold } from "./layers/fold.ts";
export { lean } from "./layers/lean.ts";
export { type StatisticsReducer, withSynchronizedStatistics } from "./layers/synchronizedStatistics.ts";
export { type KernelCost, profile, type Profile, type ProfileOptions } from "./profile.ts";
export { type ChosenBackend, useBackend, type UseBackendOptions } from "./useBackend.ts";
