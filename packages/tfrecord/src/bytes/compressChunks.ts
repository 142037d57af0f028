import { transformChunks } from "./transformChunks.ts";

/** Names the Web Streams give these formats. */
const WEB_FORMATS: Readonly<Record<"gzip" | "zlib", CompressionFormat>> = { gzip: "gzip", zlib: "deflate" };

type Chunks<B extends ArrayBufferLike> = AsyncGenerator<Uint8Array<B>, void, undefined>;

/** The chunks of an output, compressed by the platform. */
export function compressChunks(
  chunks: Chunks<ArrayBuffer>,
  compression: "gzip" | "zlib",
): Chunks<ArrayBufferLike> {
  return transformChunks(chunks, new CompressionStream(WEB_FORMATS[compression]));
}
