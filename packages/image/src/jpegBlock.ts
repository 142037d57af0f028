import { DCT_SCALE, forwardDct } from "./forwardDct.ts";
import type { JpegBitWriter } from "./jpegBitWriter.ts";
import { HUFFMAN, huffmanCodes, type HuffmanCode } from "./jpegHuffman.ts";
import { ZIGZAG } from "./jpegQuantization.ts";

/** Symbols of the AC table: sixteen zeros, and nothing more in this block (T.81, F.1.2.2). */
const SIXTEEN_ZEROS = 0xf0;
const END_OF_BLOCK = 0x00;

/** Writes the blocks of one component. */
export type BlockWriter = (block: Float64Array, writer: JpegBitWriter) => void;

/**
 * How blocks of one component are transformed, quantized and coded, each with the difference of its mean to the one before.
 *
 * @param table - 0 for luminance, 1 for chrominance.
 * @param steps - Step sizes, row by row.
 */
export function blockWriter(table: 0 | 1, steps: readonly number[]): BlockWriter {
  const dc = huffmanCodes(HUFFMAN.dc[table]);
  const ac = huffmanCodes(HUFFMAN.ac[table]);
  const factors = Float64Array.from(ZIGZAG, (at) => 1 / (steps[at] * DCT_SCALE[at]));
  let before = 0;
  return (block, writer) => {
    forwardDct(block);
    const mean = quantized(block, factors, 0);
    writeNumber(writer, dc, 0, mean - before);
    before = mean;
    let zeros = 0;
    for (let k = 1; k < 64; k++) {
      const value = quantized(block, factors, k);
      if (value === 0) zeros += 1;
      else {
        for (; zeros >= 16; zeros -= 16) writer.bits(ac[SIXTEEN_ZEROS].code, ac[SIXTEEN_ZEROS].bits);
        writeNumber(writer, ac, zeros, value);
        zeros = 0;
      }
    }
    if (zeros > 0) writer.bits(ac[END_OF_BLOCK].code, ac[END_OF_BLOCK].bits);
  };
}

/** The coefficient `k` of the stored order, in steps. */
function quantized(block: Float64Array, factors: Float64Array, k: number): number {
  return Math.round(block[ZIGZAG[k]] * factors[k]);
}

/** Codes how many zeros go before and how many bits a number has, then its bits; those below 0 are one less (F.1.2.1). */
function writeNumber(
  writer: JpegBitWriter,
  codes: readonly HuffmanCode[],
  zeros: number,
  value: number,
): void {
  const size = 32 - Math.clz32(Math.abs(value));
  const { code, bits } = codes[16 * zeros + size];
  writer.bits(code, bits);
  writer.bits(value < 0 ? value - 1 : value, size);
}
