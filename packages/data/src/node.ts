export { cacheToFile, type StoreOptions } from "./node/store/cacheToFile.ts";
export { StoreError } from "./node/store/frames.ts";
export { type FolderOptions, fromFolder } from "./node/fromFolder.ts";
export { mapInWorkers, type MapInWorkersOptions } from "./node/workers/mapInWorkers.ts";
export { snapshot, type SnapshotOptions } from "./node/store/snapshot.ts";
export { WorkerError } from "./node/workers/workerError.ts";
export { type WorkerEnd } from "./node/workers/workerError.ts";
