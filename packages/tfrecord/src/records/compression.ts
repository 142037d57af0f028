import { HEADER_BYTES, readLength } from "./frameRecord.ts";

/**
 * The compression of a whole file. `auto` detects it from the first bytes.
 *
 * @inline
 */
export type Compression = "auto" | "none" | "gzip" | "zlib";

/** The choices of {@link Compression}. */
export const COMPRESSIONS: readonly Compression[] = ["auto", "none", "gzip", "zlib"];

/** The number of bytes that {@link detectCompression} needs. */
export const DETECTION_BYTES: number = HEADER_BYTES;

/**
 * Detects the compression of a file from its first twelve bytes.
 *
 * - A record header whose checksum matches: `none`.
 * - `1f 8b`: `gzip` (RFC 1952).
 * - Method 8, and 16 bits that are a multiple of 31: `zlib` (RFC 1950).
 * - Anything else: `none`, so that a reader reports the damage.
 *
 * @param first - The first bytes of the file, twelve or more unless the file is shorter.
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
