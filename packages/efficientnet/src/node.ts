export { readWeights } from "./node/readWeights.ts";
export { WeightsFileError } from "./node/weightsFileError.ts";
