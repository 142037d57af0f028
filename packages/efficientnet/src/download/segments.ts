import {
  isObject,
  joinPlace,
  listBelow,
  listPlace,
  openPlaceWriter,
  readPlaceIfAny,
  removePlace,
  writePlace,
} from "@tensorloom/core/internal";
import type { Received } from "./rangeRequest.ts";

/** Bytes of a segment: what a page that is closed loses at most. */
const SEGMENT_BYTES = 4 << 20;

const NOTE = "note.json";

/** The segments that a folder has of an address, in their order. */
export interface Segments extends Received {
  readonly files: readonly string[];
}

/**
 * Reads which part of a download a folder has.
 *
 * A browser can append to a file only by copying it. So each segment is a file, which exists whole or not at all.
 */
export async function readSegments(folder: string, url: string): Promise<Segments> {
  const note = parseNote(await readPlaceIfAny(joinPlace(folder, NOTE)));
  if (note?.url !== url) return { received: 0, validator: undefined, files: [] };
  const sizes = new Map<string, number>();
  for await (const { name, object } of listBelow(folder)) sizes.set(name, object.size ?? 0);
  const files: string[] = [];
  let received = 0;
  for (let size = sizes.get("0"); size !== undefined; size = sizes.get(String(files.length))) {
    files.push(joinPlace(folder, String(files.length)));
    received += size;
  }
  return { received, validator: note.validator, files };
}

function parseNote(bytes: Uint8Array | undefined): { url?: unknown; validator?: string } | undefined {
  try {
    const note: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return isObject(note) ? note : undefined; // of `writeSegments`
  } catch {
    return undefined; // a damaged note counts as missing
  }
}

/** Removes a folder of segments. */
export async function removeSegments(folder: string): Promise<void> {
  await removePlace(joinPlace(folder, NOTE));
  for (const { name } of await listPlace(folder)) await removePlace(joinPlace(folder, name));
}

/** Stores the bytes of a response. */
export interface SegmentWriter {
  write(chunk: Uint8Array): Promise<void>;
  /** Stores what has been received since the last segment. */
  flush(): Promise<void>;
}

/** Starts a folder again, for a version of an address. */
export async function startSegments(
  folder: string,
  note: { readonly url: string; readonly validator: string | undefined },
): Promise<void> {
  await removeSegments(folder);
  await writePlace(joinPlace(folder, NOTE), new TextEncoder().encode(JSON.stringify(note)));
}

/** Appends segments to those of a folder. */
export function segmentWriter(folder: string, first: number): SegmentWriter {
  let at = first;
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  async function flush(): Promise<void> {
    if (bytes === 0) return;
    const file = await openPlaceWriter(joinPlace(folder, String(at)));
    try {
      await file.write(chunks);
      await file.commit();
    } finally {
      await file.discard();
    }
    at += 1;
    chunks = [];
    bytes = 0;
  }
  return {
    async write(chunk) {
      chunks.push(chunk);
      bytes += chunk.length;
      if (bytes >= SEGMENT_BYTES) await flush();
    },
    flush,
  };
}
