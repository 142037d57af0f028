import type { IncomingMessage } from "node:http";
import { pipeline, type Readable } from "node:stream";

/** The body of a response without the compression of its way, as `fetch` passes it. */
export async function decoded(response: IncomingMessage): Promise<Readable> {
  const coding = (response.headers["content-encoding"] ?? "").trim().toLowerCase();
  if (!/^(?:(?:x-)?gzip|deflate|br)$/.test(coding)) return response;
  const { createBrotliDecompress, createUnzip } = await import("node:zlib");
  return pipeline(response, coding === "br" ? createBrotliDecompress() : createUnzip(), () => undefined); // the reader sees its error
}
