/**
 * A decoding table of a prefix code.
 *
 * The next bits of the input are an index into `entries`, whose values are `symbol << 4 | length`. 0 stands for a
 * longer code, which {@link decodeLongCode} decodes, or an invalid one. The table is small because a file may have a
 * new code every 50 bytes.
 */
export interface HuffmanTable {
  readonly entries: Uint16Array;
  /** How many codes there are of each length. */
  readonly counts: Uint16Array;
  /** The symbols by length, then by value. */
  readonly symbols: Uint16Array;
}

/** The longest code that is in the table. */
const MAX_TABLE_BITS = 10;

/**
 * Builds a decoding table from code lengths (RFC 1951, 3.2.2).
 *
 * A code with at most one symbol may be incomplete, as DEFLATE's distance codes may be.
 *
 * @returns undefined if the lengths do not form a code.
 */
export function createHuffmanTable(lengths: Uint8Array): HuffmanTable | undefined {
  const counts = new Uint16Array(16);
  for (const length of lengths) counts[length]++;
  const used = lengths.length - counts[0];
  counts[0] = 0;
  let bits = 15;
  while (bits > 1 && counts[bits] === 0) bits--;
  const next = new Uint16Array(17);
  for (let length = 1, code = 0; length <= 15; length++) {
    next[length] = code;
    code = (code + counts[length]) << 1;
    if (code > 2 ** (length + 1)) return undefined; // more codes than fit into `length` bits
    if (length === 15 && code !== 2 ** 16 && used > 1) return undefined;
  }
  const entries = new Uint16Array(2 ** Math.min(bits, MAX_TABLE_BITS));
  const symbols = new Uint16Array(used);
  const places = new Uint16Array(17);
  for (let length = 1; length <= 15; length++) places[length + 1] = places[length] + counts[length];
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    symbols[places[length]++] = symbol;
    if (length > MAX_TABLE_BITS) return;
    const entry = (symbol << 4) | length;
    // The first bit of a code is the lowest bit of the input.
    for (let at = reverse(next[length]++, length); at < entries.length; at += 2 ** length)
      entries[at] = entry;
  });
  return { entries, counts, symbols };
}

/** Decodes a long code; returns 0 if it is invalid. */
export function decodeLongCode({ counts, symbols }: HuffmanTable, bits: number): number {
  for (let length = 1, code = 0, first = 0, index = 0; length <= 15; length++) {
    code |= (bits >> (length - 1)) & 1;
    if (code - first < counts[length]) return (symbols[index + code - first] << 4) | length;
    index += counts[length];
    first = (first + counts[length]) << 1;
    code <<= 1;
  }
  return 0;
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}
