import { crc32c, maskedCrc32c, type Checksum } from "./crc32c.ts";
import { lengthChecksum } from "./lengthChecksum.ts";

/** The bytes before a record's data: the length (uint64) and its masked checksum (uint32). */
export const HEADER_BYTES = 12;
/** The bytes after a record's data: its masked checksum (uint32). */
export const FOOTER_BYTES = 4;

const TWO_32 = 2 ** 32;

/** Reads the little-endian uint32 at an offset. */
export function readUint32(bytes: Uint8Array, at: number): number {
  return (bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16) | (bytes[at + 3] << 24)) >>> 0;
}

function setUint32(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value;
  bytes[at + 1] = value >>> 8;
  bytes[at + 2] = value >>> 16;
  bytes[at + 3] = value >>> 24;
}

/** Reads the length from the 12-byte header at an offset; returns -1 if its checksum does not match. */
export function readLength(bytes: Uint8Array, at: number): number {
  if (lengthChecksum(bytes, at) !== readUint32(bytes, at + 8)) return -1;
  return readUint32(bytes, at) + readUint32(bytes, at + 4) * TWO_32;
}

/** Writes the 12 bytes before a record's data. */
export function writeHeader(target: Uint8Array, at: number, length: number): void {
  setUint32(target, at, length);
  setUint32(target, at + 4, Math.floor(length / TWO_32));
  setUint32(target, at + 8, lengthChecksum(target, at));
}

/** Writes the 4 bytes after a record's data. */
export function writeFooter(target: Uint8Array, at: number, data: Uint8Array, checksum: Checksum): void {
  setUint32(target, at, maskedCrc32c(data, checksum));
}

/**
 * Frames a record: adds the length and the checksums around its data.
 *
 * `uint64 length | uint32 masked CRC-32C of length | data | uint32 masked CRC-32C of data`, all little-endian.
 *
 * @param data - The record's bytes; may be empty.
 * @param checksum - Computes the CRC-32C; default: {@link crc32c}.
 * @returns A new array of `data.length + 16` bytes.
 * @see tensorflow/core/lib/io/record_writer.h
 * @example
 * ```ts
 * import { frameRecord } from "@tensorloom/tfrecord";
 *
 * frameRecord(new Uint8Array([1, 2, 3])).length; // => 19
 * ```
 */
export function frameRecord(data: Uint8Array, checksum: Checksum = crc32c): Uint8Array {
  const framed = new Uint8Array(HEADER_BYTES + data.length + FOOTER_BYTES);
  writeHeader(framed, 0, data.length);
  framed.set(data, HEADER_BYTES);
  writeFooter(framed, HEADER_BYTES + data.length, data, checksum);
  return framed;
}
