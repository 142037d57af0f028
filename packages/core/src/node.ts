export { FileWriteError } from "./node/fileWriteError.ts";
export { FolderLockedError } from "./node/folderLockedError.ts";
export { type FileContent, writeFileAtomic } from "./node/writeFileAtomic.ts";
