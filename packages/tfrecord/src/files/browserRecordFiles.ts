import { crc32c } from "../records/crc32c.ts";
import type { RecordFiles } from "./recordFiles.ts";

/** Takes the place of Node's files in browsers. `checkPlace` refuses paths earlier. */
export const recordFiles: RecordFiles = {
  openRandomAccessFile(path) {
    throw new TypeError(
      `${path}: a browser has no files; pass a File, or an address such as opfs:data/train.tfrec`,
    );
  },
  checksum: crc32c,
};
