export { cacheToFile, type StoreOptions } from "./node/cacheToFile.ts";
export { StoreError } from "./node/frames.ts";
export { type FolderOptions, fromFolder } from "./node/fromFolder.ts";
export { mapInWorkers, type MapInWorkersOptions } from "./node/mapInWorkers.ts";
export { snapshot, type SnapshotOptions } from "./node/snapshot.ts";
export { WorkerError } from "./node/workerError.ts";
export { type WorkerEnd } from "./node/workerError.ts";
