export { fromFolder } from "./node/fromFolder.ts";
export { fromImageFolder } from "./node/imageFolder/fromImageFolder.ts";
export type { ImageFile, ImageFolder } from "./node/imageFolder/imageFolder.ts";
export { cacheToFile } from "./node/store/cacheToFile.ts";
export { StoreError } from "./node/store/frames.ts";
export { snapshot } from "./node/store/snapshot.ts";
export { mapInWorkers } from "./node/workers/mapInWorkers.ts";
export { WorkerError } from "./node/workers/workerError.ts";
