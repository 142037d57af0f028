export { cacheFolder } from "./node/download/cacheFolder.ts";
export { DownloadError } from "./download/downloadError.ts";
export { fetchWeights } from "./download/fetchWeights.ts";
export { fetchWeightsFrom } from "./download/fetchWeightsFrom.ts";
export { writeKeras } from "./files/writeKeras.ts";
export { WeightsFileError } from "./files/weightsFileError.ts";
export { readWeights } from "./files/readWeights.ts";
