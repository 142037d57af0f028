export { type AtomicFile, type AtomicFileOptions, openAtomicFile } from "./node/atomicFile.ts";
export { FileWriteError } from "./node/fileWriteError.ts";
export { FolderLockedError } from "./node/folderLockedError.ts";
export { type FolderLock, lockFolder } from "./node/lockFolder.ts";
export { makeFolder } from "./node/makeFolder.ts";
export { syncFolder } from "./node/syncFolder.ts";
export { type FileContent, writeFileAtomic } from "./node/writeFileAtomic.ts";
