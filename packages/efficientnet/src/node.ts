export { cacheFolder, type Surroundings } from "./node/cacheFolder.ts";
export { type DownloadOptions, type DownloadProgress } from "./node/download.ts";
export { DownloadError } from "./node/downloadError.ts";
export { type FetchFileOptions } from "./node/fetchFile.ts";
export { fetchWeights, type FetchWeightsOptions } from "./node/fetchWeights.ts";
export { readWeights } from "./node/readWeights.ts";
export { WeightsFileError } from "./node/weightsFileError.ts";
export { writeKeras } from "./node/writeKeras.ts";
