import { type HuffmanLookup, LOOKAHEAD } from "./huffmanLookup.ts";

/** Coefficients whose code and value take at most this many bits together are decoded in one lookup. */
export const DIRECT_BITS = 12;

/**
 * Prepares a table for coefficients: a code, and the bits of the value that follows it.
 *
 * Entries are by the next {@link DIRECT_BITS} bits: `65536 * value + 256 * bits + symbol`. 0 stands for a longer
 * coefficient, and for symbols without a value.
 */
export function createDirectLookup({ short }: HuffmanLookup): Int32Array {
  const direct = new Int32Array(1 << DIRECT_BITS);
  for (let ahead = 0; ahead < direct.length; ahead++) {
    const entry = short[ahead >> (DIRECT_BITS - LOOKAHEAD)];
    const [symbol, size] = [entry & 0xff, entry & 15];
    const bits = (entry >> 8) + size;
    if (size === 0 || bits > DIRECT_BITS) continue;
    const value = (ahead >> (DIRECT_BITS - bits)) & ((1 << size) - 1);
    const signed = value < 1 << (size - 1) ? value - (1 << size) + 1 : value;
    direct[ahead] = 65536 * signed + 256 * bits + symbol;
  }
  return direct;
}
