import { errorCode } from "@tensorloom/core/internal";
import { mkdirSync } from "node:fs";
import { open } from "node:fs/promises";
import { hostname } from "node:os";
import { dirname } from "node:path";
import type { EventFile } from "../../events/eventFile.ts";
import type { EventPlatform } from "../../events/eventPlatform.ts";
import { fastCrc32c } from "../checksum.ts";

/** Event files of Node: they grow on the disk. */
export const eventPlatform: EventPlatform = {
  writerName: () => `${hostname()}.${String(process.pid)}`,
  checksum: fastCrc32c,
  createFile,
};

/** Creates a file, and its folder; undefined if it exists. */
async function createFile(path: string): Promise<EventFile | undefined> {
  mkdirSync(dirname(path), { recursive: true });
  try {
    const file = await open(path, "ax");
    return {
      path,
      append: (record) => file.appendFile(record),
      async close() {
        await file.sync();
        await file.close();
      },
    };
  } catch (error) {
    if (errorCode(error) === "EEXIST") return undefined;
    throw error;
  }
}
