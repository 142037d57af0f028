export { cacheFolder, type Surroundings } from "./node/download/cacheFolder.ts";
export { type DownloadOptions, type DownloadProgress } from "./node/download/download.ts";
export { DownloadError } from "./node/download/downloadError.ts";
export { type FetchFileOptions } from "./node/download/fetchFile.ts";
export { fetchWeights, type FetchWeightsOptions } from "./node/download/fetchWeights.ts";
export { readWeights } from "./node/readWeights.ts";
export { WeightsFileError } from "./node/format/weightsFileError.ts";
export { writeKeras } from "./node/keras/writeKeras.ts";
