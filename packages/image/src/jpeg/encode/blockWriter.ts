import { DCT_SCALE, forwardDct } from "./forwardDct.ts";
import type { BitWriter } from "./bitWriter.ts";
import { HUFFMAN, assignCodes, type HuffmanTable } from "../tables/huffmanTables.ts";
import { ZIGZAG } from "../tables/quantizationTables.ts";

const ORDER = Uint8Array.from(ZIGZAG);

/** Writes the block whose first sample is at index `from`. */
export type BlockWriter = (samples: Float32Array, from: number, stride: number, writer: BitWriter) => void;

/**
 * Creates the function that transforms, quantizes and writes a component's blocks.
 *
 * The DC coefficient is coded as the difference from the previous block's.
 *
 * @param table - 0 for luminance, 1 for chrominance.
 * @param steps - The step sizes, row by row.
 */
export function createBlockWriter(table: 0 | 1, steps: readonly number[]): BlockWriter {
  const dc = packCodes(HUFFMAN.dc[table]);
  const ac = packCodes(HUFFMAN.ac[table]);
  const factors = Float64Array.from(ZIGZAG, (at) => 1 / (steps[at] * DCT_SCALE[at]));
  const block = new Float64Array(64);
  const numbers = new Int32Array(64);
  let before = 0;
  return (samples, from, stride, writer) => {
    for (let y = 0, at = from, to = 0; y < 8; y++, at += stride, to += 8)
      for (let x = 0; x < 8; x++) block[to + x] = samples[at + x];
    forwardDct(block);
    for (let k = 0; k < 64; k++) numbers[k] = roundToNearest(block[ORDER[k]] * factors[k]);
    const mean = numbers[0];
    numbers[0] = mean - before;
    before = mean;
    writer.block(numbers, dc, ac);
  };
}

/** Packs the codes by symbol, in the format of {@link BitWriter}. */
function packCodes(table: HuffmanTable): Int32Array {
  const codes = new Int32Array(256);
  for (const [symbol, { code, bits }] of Object.entries(assignCodes(table)))
    codes[Number(symbol)] = 32 * code + bits;
  return codes;
}

/** Rounds to the nearest integer; halves are rounded up. */
const roundToNearest = (value: number): number => ((value + 32_768.5) | 0) - 32_768;
