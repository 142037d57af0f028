import { createHuffmanTable, type HuffmanTable } from "./huffman.ts";

/** The codes of a block: literals and lengths, and distances. */
export type BlockCodes = readonly [literals: HuffmanTable, distances: HuffmanTable];

// RFC 1951, 3.2.5: the base value of length symbol 257 + i or distance symbol i, and its number of extra bits.
export const LENGTHS: Uint16Array = Uint16Array.of(
  ...[3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59],
  ...[67, 83, 99, 115, 131, 163, 195, 227, 258],
);
export const LENGTH_BITS: Uint8Array = Uint8Array.from({ length: 29 }, (_, i) =>
  i < 8 || i === 28 ? 0 : (i >> 2) - 1,
);
export const DISTANCE_BITS: Uint8Array = Uint8Array.from({ length: 30 }, (_, i) => Math.max((i >> 1) - 1, 0));
export const DISTANCES: Uint16Array = Uint16Array.from({ length: 30 }, (_, i) =>
  i < 2 ? i + 1 : 1 + (2 + (i & 1)) * 2 ** DISTANCE_BITS[i],
);

/** The order in which a block stores code length lengths (RFC 1951, 3.2.7). */
export const CODE_ORDER: readonly number[] = [
  16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15,
];

/** The codes of a block with fixed codes (RFC 1951, 3.2.6). */
export const FIXED_CODES: BlockCodes = [
  createFixedTable(new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280)),
  createFixedTable(new Uint8Array(32).fill(5)),
];

function createFixedTable(lengths: Uint8Array): HuffmanTable {
  const table = createHuffmanTable(lengths);
  if (table === undefined) throw new Error("inflate: the fixed codes are complete");
  return table;
}
