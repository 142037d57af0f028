export { cacheFolder } from "./node/download/cacheFolder.ts";
export { DownloadError } from "./node/download/downloadError.ts";
export { fetchWeights } from "./node/download/fetchWeights.ts";
export { writeKeras } from "./node/writeKeras.ts";
export { WeightsFileError } from "./node/format/weightsFileError.ts";
export { readWeights } from "./node/readWeights.ts";
