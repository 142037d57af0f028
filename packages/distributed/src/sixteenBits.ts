import type { Compression } from "./communicator.ts";

/**
 * Rounds numbers to 16 bits, and keeps what that loses.
 *
 * Rounds `values[i] + lost[i]` to the nearest, ties to even. A finite number stays finite: one that is too large for
 * the format becomes the largest of the format, and the rest stays in `lost`. NaN and infinities stay what they are.
 *
 * @param lost - What earlier roundings have lost. Overwritten with what this one loses.
 * @param bits - Receives the numbers.
 * @see IEEE 754, binary16; bfloat16: the upper half of a float32
 * @example
 * ```ts
 * import { roundTo16Bits } from "@tensorloom/distributed/internal";
 *
 * const [lost, bits] = [new Float32Array(1), new Uint16Array(1)];
 * roundTo16Bits("bfloat16", Float32Array.of(257), lost, bits);
 * [bits[0], lost[0]]; // => [0x4380, 1]
 * ```
 */
export function roundTo16Bits(
  compression: Compression,
  values: Float32Array,
  lost: Float32Array,
  bits: Uint16Array,
): void {
  const round = compression === "float16" ? roundToFloat16 : roundToBfloat16;
  const [block, rounded] = [new Float32Array(BLOCK), new Float32Array(BLOCK)];
  const words = new Int32Array(block.buffer);
  const roundedWords = new Int32Array(rounded.buffer);
  for (let at = 0; at < values.length; at += BLOCK) {
    const count = Math.min(BLOCK, values.length - at);
    for (let i = 0; i < count; i++) block[i] = values[at + i] + lost[at + i];
    round(words, bits, at, count);
    if (compression === "bfloat16") for (let i = 0; i < count; i++) roundedWords[i] = bits[at + i] << 16;
    else floatsFrom16Bits(compression, bits.subarray(at, at + count), rounded);
    for (let i = 0; i < count; i++) {
      const rest = block[i] - rounded[i];
      lost[at + i] = rest - rest === 0 ? rest : 0; // after NaN or an infinity, nothing is left
    }
  }
}

/** Numbers that are rounded together: their scratch memory stays in the cache. */
const BLOCK = 4096;

function roundToBfloat16(words: Int32Array, bits: Uint16Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const word = words[i];
    const magnitude = word & 0x7fffffff;
    if (magnitude > 0x7f800000) bits[at + i] = (word >>> 16) | 0x40;
    else if (magnitude >= 0x7f7f8000)
      // would round up to an infinity
      bits[at + i] = magnitude === 0x7f800000 ? word >>> 16 : ((word >>> 16) & 0x8000) | 0x7f7f;
    else bits[at + i] = (word + 0x7fff + ((word >>> 16) & 1)) >>> 16;
  }
}

const tiny = new Float32Array(1);
const tinyWord = new Int32Array(tiny.buffer);
const HALF = 0x3f000000;

/** As Fabian Giesen's `float_to_half_fast3_rtne`, except that large numbers become the largest one. */
function roundToFloat16(words: Int32Array, bits: Uint16Array, at: number, count: number): void {
  for (let i = 0; i < count; i++) {
    const word = words[i];
    const sign = (word >>> 16) & 0x8000;
    const magnitude = word & 0x7fffffff;
    if (magnitude >= 0x477ff000)
      // rounds to 65536 or more, or is no number
      bits[at + i] = sign | (magnitude < 0x7f800000 ? 0x7bff : magnitude === 0x7f800000 ? 0x7c00 : 0x7e00);
    else if (magnitude < 0x38800000) {
      tinyWord[0] = magnitude;
      tiny[0] += 0.5; // shifts the digits to where a subnormal number of 16 bits has them, and rounds
      bits[at + i] = sign | (tinyWord[0] - HALF);
    } else bits[at + i] = sign | ((magnitude - 0x38000000 + 0xfff + ((magnitude >> 13) & 1)) >> 13);
  }
}

/**
 * Numbers of 16 bits as float32, exactly.
 * @example
 * ```ts
 * import { floatsFrom16Bits } from "@tensorloom/distributed/internal";
 *
 * const floats = new Float32Array(2);
 * floatsFrom16Bits("float16", Uint16Array.of(0x3c00, 0xc000), floats);
 * floats; // => Float32Array.of(1, -2)
 * ```
 */
export function floatsFrom16Bits(compression: Compression, bits: Uint16Array, floats: Float32Array): void {
  if (compression === "bfloat16") {
    const words = new Int32Array(floats.buffer, floats.byteOffset, bits.length);
    for (let i = 0; i < bits.length; i++) words[i] = bits[i] << 16;
    return;
  }
  table ??= float16Table();
  for (let i = 0; i < bits.length; i++) floats[i] = table[bits[i]];
}

let table: Float32Array | undefined;

/** The value of each number of 16 bits. */
function float16Table(): Float32Array {
  return Float32Array.from({ length: 65_536 }, (_, bits) => {
    const sign = bits < 0x8000 ? 1 : -1;
    const [exponent, fraction] = [(bits >>> 10) & 31, bits & 1023];
    if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
    return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
  });
}
