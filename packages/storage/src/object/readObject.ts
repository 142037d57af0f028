import { StorageError } from "@tensorloom/core";
import type { HttpClient } from "../http/httpClient.ts";
import type { Protocol } from "./protocol.ts";
import { readRange, type RangeRequest } from "./readRange.ts";
import { streamObject } from "./streamObject.ts";

/** The most bytes that are read into memory: more do not fit into one array everywhere. */
const MAX_BYTES = 2 ** 32 - 1;

/** Reads an object or a part of it into memory: one request for up to a block, several in flight for more. */
export async function readObject(
  client: HttpClient,
  protocol: Protocol,
  range: RangeRequest,
): Promise<Uint8Array> {
  if (range.length <= client.settings.blockBytes) return (await readRange(client, protocol, range)).bytes;
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of streamObject(client, protocol, range)) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES)
      throw new StorageError(range.address, "unsupported", "it does not fit into one array; stream it");
    chunks.push(chunk);
  }
  if (chunks.length === 1) return chunks[0];
  const all = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks.splice(0)) {
    all.set(chunk, at);
    at += chunk.length;
  }
  return all;
}
