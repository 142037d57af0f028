export { buildEfficientNet, type BuildOptions } from "./build.ts";
export { loadWeights, type LoadWeightsOptions } from "./loadWeights.ts";
export { type NamedWeights, type Weight } from "./namedWeights.ts";
export { type Padding, type Side } from "./padding.ts";
export { plan, type BlockPlan, type Plan, type PlanOptions } from "./plan.ts";
export { type Preprocessing } from "./preprocessing.ts";
export { type Variant } from "./variants.ts";
export { weightShapes, type WeightShape } from "./weightShapes.ts";
export { WeightsError, type Misfit } from "./weightsError.ts";
