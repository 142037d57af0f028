/** A decoding table of a prefix code: the next `bits` bits lead to `symbol << 4 | length`; 0 is no code. */
export interface HuffmanTable {
  readonly entries: Uint16Array;
  readonly bits: number;
}

/**
 * Builds the table of a code from its symbols' lengths (RFC 1951, 3.2.2); undefined if the lengths are no code.
 *
 * A code may be incomplete if it has one symbol only, or none: deflate's distance codes may.
 */
export function huffmanTable(lengths: Uint8Array): HuffmanTable | undefined {
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
    if (code > 2 ** (length + 1)) return undefined; // more codes than bits can tell apart
    if (length === 15 && code !== 2 ** 16 && used > 1) return undefined;
  }
  const entries = new Uint16Array(2 ** bits);
  lengths.forEach((length, symbol) => {
    if (length === 0) return;
    const entry = (symbol << 4) | length;
    // The first bit of a code is the lowest bit of the input.
    for (let at = reverse(next[length]++, length); at < entries.length; at += 2 ** length)
      entries[at] = entry;
  });
  return { entries, bits };
}

function reverse(code: number, length: number): number {
  let reversed = 0;
  for (let bit = 0; bit < length; bit++) reversed |= ((code >> bit) & 1) << (length - 1 - bit);
  return reversed;
}
