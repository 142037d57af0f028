import { crc32c } from "../records/crc32c.ts";
import type { EventPlatform } from "./eventPlatform.ts";

/** Event files of browsers: objects, at addresses. */
export const eventPlatform: EventPlatform = {
  writerName: () => "browser.0",
  checksum: crc32c,
  createFile: (path) => Promise.reject(new TypeError(`a browser has no files, got the path ${path}`)),
};
