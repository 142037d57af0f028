import { HEADER_BYTES, readLength } from "./frameRecord.ts";

/**
 * How a whole file is compressed. `auto` tells by the first bytes.
 *
 * @inline
 */
export type Compression = "auto" | "none" | "gzip" | "zlib";

/** The choices of {@link Compression}. */
export const COMPRESSIONS: readonly Compression[] = ["auto", "none", "gzip", "zlib"];

/** How many first bytes {@link detectCompression} wants to see. */
export const DETECTION_BYTES: number = HEADER_BYTES;

/**
 * How a file is compressed, by its first twelve bytes.
 *
 * A sound record header means `none`; 1f 8b means `gzip` (RFC 1952); a header of method 8 whose sixteen bits are a
 * multiple of 31 means `zlib` (RFC 1950); anything else is `none`, and will be told as damage.
 *
 * @example
 * ```ts
 * import { detectCompression, frameRecord } from "@tensorloom/tfrecord";
 *
 * detectCompression(frameRecord(new Uint8Array(5))); // => "none"
 * ```
 */
export function detectCompression(first: Uint8Array): "none" | "gzip" | "zlib" {
  if (first.length >= HEADER_BYTES && readLength(first, 0) >= 0) return "none";
  if (first.length < 2) return "none";
  if (first[0] === 0x1f && first[1] === 0x8b) return "gzip";
  const zlib = (first[0] & 0x0f) === 8 && first[0] >>> 4 <= 7 && ((first[0] << 8) | first[1]) % 31 === 0;
  return zlib ? "zlib" : "none";
}
