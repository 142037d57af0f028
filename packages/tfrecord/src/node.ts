export { checksumName, fastCrc32c } from "./node/checksum.ts";
export { openRecordFile } from "./node/openRecordFile.ts";
export { readRecordFile, type ReadFileOptions } from "./node/readRecordFile.ts";
export { readRecordFileBatches } from "./node/readRecordFileBatches.ts";
export { writeRecordFile } from "./node/writeRecordFile.ts";
