import type { RecordFiles } from "../files/recordFiles.ts";
import { fastCrc32c } from "./checksum.ts";
import { openRandomAccessFile } from "./randomAccessFile.ts";

/** Node's files, and its native checksum. */
export const recordFiles: RecordFiles = { openRandomAccessFile, checksum: fastCrc32c };
