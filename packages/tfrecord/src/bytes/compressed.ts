import { transformed } from "./transformed.ts";

/** Names the Web Streams give these formats. */
const WEB_FORMATS: Readonly<Record<"gzip" | "zlib", CompressionFormat>> = { gzip: "gzip", zlib: "deflate" };

type Chunks<B extends ArrayBufferLike> = AsyncGenerator<Uint8Array<B>, void, undefined>;

/** The chunks of an output, compressed by the platform. */
export function compressed(
  chunks: Chunks<ArrayBuffer>,
  compression: "gzip" | "zlib",
): Chunks<ArrayBufferLike> {
  return transformed(chunks, new CompressionStream(WEB_FORMATS[compression]));
}
