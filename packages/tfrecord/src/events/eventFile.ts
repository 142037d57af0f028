import { isAddress, statPlace, writePlace } from "@tensorloom/core/internal";
import { eventPlatform } from "#event-platform";

/** How long an object may be older than its events, in milliseconds. */
const WRITE_EVERY = 30_000;

/** A new file that grows. */
export interface EventFile {
  readonly path: string;
  append(record: Uint8Array): Promise<void>;
  close(): Promise<void>;
}

/** Creates an event file, with a number at the end of its name if another writer has the name. */
export async function openEventFile(name: string, clock: () => number): Promise<EventFile> {
  for (let number = 0; ; number++) {
    const path = number === 0 ? name : `${name}.${String(number)}`;
    const file = await (isAddress(path) ? createObject(path, clock) : eventPlatform.createFile(path));
    if (file !== undefined) return file;
  }
}

/** Creates an object, which is written again with all its events: storage appends nothing. Undefined if it exists. */
async function createObject(path: string, clock: () => number): Promise<EventFile | undefined> {
  if ((await statPlace(path)) !== undefined) return undefined;
  const records: Uint8Array[] = [];
  let written = 0;
  let writtenAt = -Infinity;
  async function write(): Promise<void> {
    await writePlace(path, records);
    [written, writtenAt] = [records.length, clock()];
  }
  return {
    path,
    async append(record) {
      records.push(record);
      if (clock() - writtenAt >= WRITE_EVERY) await write();
    },
    async close() {
      if (written < records.length) await write();
    },
  };
}
