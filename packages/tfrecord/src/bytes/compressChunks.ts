import { transformChunks } from "./transformChunks.ts";

/** The names of the formats in Web Streams. */
const WEB_FORMATS: Readonly<Record<"gzip" | "zlib", CompressionFormat>> = { gzip: "gzip", zlib: "deflate" };

type Chunks<B extends ArrayBufferLike> = AsyncGenerator<Uint8Array<B>, void, undefined>;

/** Compresses chunks with the platform's `CompressionStream`. */
export function compressChunks(
  chunks: Chunks<ArrayBuffer>,
  compression: "gzip" | "zlib",
): Chunks<ArrayBufferLike> {
  return transformChunks(chunks, new CompressionStream(WEB_FORMATS[compression]));
}
