export { checksumName, fastCrc32c } from "./node/checksum.ts";
export { readIndexFile, writeIndexFile } from "./node/indexFile.ts";
export { openRecordFile, type OpenRecordFileOptions } from "./node/openRecordFile.ts";
export { readRecordFile, type ReadFileOptions } from "./node/readRecordFile.ts";
export { readRecordFileBatches } from "./node/readRecordFileBatches.ts";
export { readRecordFiles, type ReadFilesOptions } from "./node/readRecordFiles.ts";
export { recordPaths } from "./node/recordPaths.ts";
export { writeRecordFile } from "./node/writeRecordFile.ts";
export { type Shard, type ShardOptions, writeShards } from "./node/writeShards.ts";
