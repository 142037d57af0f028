import { isAddress, openObject } from "@tensorloom/core/internal";
import type { RandomAccessReader } from "../bytes/randomAccessReader.ts";
import { indexRecords, type RecordIndex } from "../records/recordIndex.ts";
import { recordFiles } from "#record-files";
import { indexObject } from "./indexObject.ts";

/** The bytes of a file or an object, by position. */
export interface OpenBytes extends RandomAccessReader {
  /** Reads the headers of all records. */
  index(): Promise<RecordIndex>;
  /** How many records of a saved index are compared with the file: each is a request of an object. */
  readonly probes: number;
}

const FILE_PROBES = 16;
const OBJECT_PROBES = 4;

/** Opens a path or an address by position. */
export async function openBytes(place: string): Promise<OpenBytes> {
  if (isAddress(place)) {
    const object = await openObject(place);
    return { ...object, index: () => indexObject(object), probes: OBJECT_PROBES };
  }
  const file = recordFiles.openRandomAccessFile(place);
  return { ...file, index: () => indexRecords(file.sync), probes: FILE_PROBES };
}

/** Opens a Blob or a File, such as a user's choice, by position. */
export function openBlob(blob: Blob): OpenBytes {
  const reader: RandomAccessReader = {
    label: "name" in blob ? String(blob.name) : "",
    size: blob.size,
    read: async (offset, length) => new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
    close: () => Promise.resolve(),
  };
  return { ...reader, index: () => indexRecords(readAhead(reader)), probes: FILE_PROBES };
}

/** How much of a Blob is read at a time for an index, whose reads are of a few bytes. */
const AHEAD_BYTES = 2 ** 20;

function readAhead(reader: RandomAccessReader): RandomAccessReader {
  let start = 0;
  let held = new Uint8Array(0);
  return {
    ...reader,
    async read(offset, length) {
      if (offset < start || offset + length > start + held.length) {
        start = offset;
        held = new Uint8Array(await reader.read(offset, Math.max(length, AHEAD_BYTES)));
      }
      return held.subarray(offset - start, offset - start + length);
    },
  };
}
