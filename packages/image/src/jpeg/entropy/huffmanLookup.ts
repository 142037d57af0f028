import type { HuffmanTable } from "../tables/huffmanTables.ts";

/** Codes up to this length are decoded in one lookup. */
export const LOOKAHEAD = 9;

/** A Huffman table prepared for decoding (T.81, F.2.2.3). */
export interface HuffmanLookup {
  /**
   * Entries by the next {@link LOOKAHEAD} bits: `256 * length + symbol`.
   *
   * 0 stands for a longer code.
   */
  readonly short: Uint16Array;
  /** The largest code of each length, or -1 for an unused length. The last entry is a sentinel. */
  readonly largest: Int32Array;
  /** The offset from a code to its symbol's index, by length. */
  readonly toSymbol: Int32Array;
  readonly symbols: Uint8Array;
}

/**
 * Prepares a Huffman table for decoding.
 *
 * @returns undefined if the counts do not form a prefix code.
 */
export function createLookup({ counts, symbols }: HuffmanTable): HuffmanLookup | undefined {
  const short = new Uint16Array(1 << LOOKAHEAD);
  const largest = new Int32Array(18).fill(-1);
  const toSymbol = new Int32Array(18);
  const padded = new Uint8Array(256);
  padded.set(symbols.slice(0, 256));
  largest[17] = 0xfffff;
  let [code, next] = [0, 0];
  for (let length = 1; length <= 16; length++) {
    const count = counts[length - 1];
    if (code + count > 1 << length) return undefined;
    toSymbol[length] = next - code;
    for (let i = 0; i < count; i++, code++, next++) {
      if (length > LOOKAHEAD) continue;
      const from = code << (LOOKAHEAD - length);
      short.fill((length << 8) | padded[next], from, from + (1 << (LOOKAHEAD - length)));
    }
    if (count > 0) largest[length] = code - 1;
    code *= 2;
  }
  return { short, largest, toSymbol, symbols: padded };
}
