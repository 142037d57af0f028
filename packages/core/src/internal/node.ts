export { type AtomicFile, type AtomicFileOptions, openAtomicFile } from "../node/atomicFile.ts";
export { checkPath } from "../node/checkPath.ts";
export { describeSystemError } from "../node/describeSystemError.ts";
export { type FolderLock, lockFolder } from "../node/lockFolder.ts";
export { makeFolder } from "../node/makeFolder.ts";
export { spawnModuleWorker, type SpawnModuleWorkerOptions } from "../node/spawnModuleWorker.ts";
export { syncFolder } from "../node/syncFolder.ts";
