import { DeflateReader, InflateError } from "./deflateReader.ts";
import { FIXED_CODES } from "./inflateTables.ts";
import { readCodes } from "./readCodes.ts";

/**
 * Inflates a zlib stream to exactly `size` bytes (RFC 1950 and 1951).
 *
 * It needs `size` bytes of memory and a copy of the stream. Data beyond `size` is not read. A stream that ends earlier
 * is an error; so is a wrong checksum of a stream that ends at `size`.
 *
 * @throws InflateError if the stream is invalid or too short.
 */
export function inflate(stream: Uint8Array, size: number): Uint8Array {
  const [method = 0, flags = 0] = stream;
  if ((method & 15) !== 8 || method >> 4 > 7 || (method * 256 + flags) % 31 !== 0 || (flags & 32) !== 0)
    throw new InflateError("the compressed data has no zlib header", 0);
  const reader = new DeflateReader(stream, 2, size);
  for (let last = false; !last;) {
    last = reader.take(1) === 1;
    const kind = reader.take(2);
    if (kind === 3) throw reader.fail("has a block of an unknown kind");
    const fits =
      kind === 0 ? reader.copyStored() : reader.readBlock(kind === 1 ? FIXED_CODES : readCodes(reader));
    if (!fits) return reader.output;
  }
  reader.align();
  if (reader.to < size)
    throw reader.fail(`ends after ${String(reader.to)} of ${String(size)} bytes of pixels`);
  const [a, b, c, d] = reader.bytes(4);
  if (adler32(reader.output) !== ((a << 24) | (b << 16) | (c << 8) | d) >>> 0)
    throw reader.fail("has a wrong checksum");
  return reader.output;
}

/** Computes the checksum of a zlib stream (RFC 1950, 8.2). */
function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = 0; at < bytes.length;) {
    // The longest run that keeps the sums within 32 bits.
    const stop = Math.min(at + 3800, bytes.length);
    for (; at < stop; at++) b += a += bytes[at];
    a %= 65521;
    b %= 65521;
  }
  return ((b << 16) | a) >>> 0;
}
