import portable from "crc-32/crc32c.js";

/**
 * Computes the CRC-32C of bytes as an unsigned 32-bit number.
 *
 * @inline
 */
export type Checksum = (bytes: Uint8Array) => number;

/**
 * Computes the CRC-32C (Castagnoli) of bytes in portable JavaScript.
 *
 * The polynomial is 0x1EDC6F41, reflected; the initial value and the final XOR are 0xFFFFFFFF. In Node, `fastCrc32c` of
 * `@tensorloom/tfrecord/node` is faster.
 *
 * @returns A whole number from 0 to 2^32 - 1.
 * @see RFC 3720, appendix B.4
 * @example
 * ```ts
 * import { crc32c } from "@tensorloom/tfrecord";
 *
 * crc32c(new TextEncoder().encode("123456789")); // => 0xe3069283
 * ```
 */
export function crc32c(bytes: Uint8Array): number {
  return portable.buf(bytes) >>> 0;
}

/**
 * Computes the masked CRC-32C that TFRecord files store.
 *
 * `((crc >>> 15) | (crc << 17)) + 0xa282ead8`, modulo 2^32. The mask keeps data that contains its own CRC from having
 * a special checksum.
 *
 * @param checksum - Computes the CRC-32C; default: {@link crc32c}.
 * @returns A whole number from 0 to 2^32 - 1.
 * @see tensorflow/core/lib/hash/crc32c.h
 */
export function maskedCrc32c(bytes: Uint8Array, checksum: Checksum = crc32c): number {
  return maskCrc(checksum(bytes));
}

/** Masks a CRC-32C as it is stored. */
export function maskCrc(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
