import { DCT_SCALE, forwardDct } from "./forwardDct.ts";
import type { JpegBitWriter } from "./bitWriter.ts";
import { HUFFMAN, huffmanCodes, type HuffmanTable } from "../tables/huffmanTables.ts";
import { ZIGZAG } from "../tables/quantizationTables.ts";

const ORDER = Uint8Array.from(ZIGZAG);

/** Writes the block whose first sample is at `from`. */
export type BlockWriter = (
  samples: Float32Array,
  from: number,
  stride: number,
  writer: JpegBitWriter,
) => void;

/**
 * How blocks of one component are transformed, quantized and coded, each with the difference of its mean to the one before.
 *
 * @param table - 0 for luminance, 1 for chrominance.
 * @param steps - Step sizes, row by row.
 */
export function blockWriter(table: 0 | 1, steps: readonly number[]): BlockWriter {
  const dc = packed(HUFFMAN.dc[table]);
  const ac = packed(HUFFMAN.ac[table]);
  const factors = Float64Array.from(ZIGZAG, (at) => 1 / (steps[at] * DCT_SCALE[at]));
  const block = new Float64Array(64);
  const numbers = new Int32Array(64);
  let before = 0;
  return (samples, from, stride, writer) => {
    for (let y = 0, at = from, to = 0; y < 8; y++, at += stride, to += 8)
      for (let x = 0; x < 8; x++) block[to + x] = samples[at + x];
    forwardDct(block);
    for (let k = 0; k < 64; k++) numbers[k] = nearest(block[ORDER[k]] * factors[k]);
    const mean = numbers[0];
    numbers[0] = mean - before;
    before = mean;
    writer.block(numbers, dc, ac);
  };
}

/** Codes by symbol, as {@link JpegBitWriter} takes them. */
function packed(table: HuffmanTable): Int32Array {
  const codes = new Int32Array(256);
  for (const [symbol, { code, bits }] of Object.entries(huffmanCodes(table)))
    codes[Number(symbol)] = 32 * code + bits;
  return codes;
}

/** The nearest integer; halves go up. */
const nearest = (value: number): number => ((value + 32_768.5) | 0) - 32_768;
