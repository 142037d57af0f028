/**
 * Decodes a half-precision float (IEEE 754 binary16).
 *
 * @example
 * ```ts
 * import { decodeFloat16 } from "@tensorloom/keras/internal";
 *
 * decodeFloat16(0xc400); // => -4
 * ```
 */
export function decodeFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Decodes a bfloat16: the upper half of a float32. */
export function decodeBfloat16(bits: number): number {
  word.setUint16(0, bits);
  return word.getFloat32(0);
}

const word = new DataView(new ArrayBuffer(4));
