export { FileWriteError } from "./place/fileWriteError.ts";
export { FolderLockedError } from "./node/folderLockedError.ts";
export { type FileContent, writeFileAtomic } from "./node/writeFileAtomic.ts";
