/** How a row's bytes become samples. */
export interface SampleFormat {
  /** Bits of a sample in the file. */
  readonly depth: number;
  /** What a sample of fewer than 8 bits is multiplied by, to reach from 0 to 255; 1 for an index. */
  readonly scale: number;
  /** Whether 16 bits stay 16; else the upper 8 are taken. */
  readonly isWide: boolean;
}

/** Reads `count` samples of a row that begins at `at` (W3C PNG, 7.2). */
export function unpackSamples(
  bytes: Uint8Array,
  at: number,
  count: number,
  { depth, scale, isWide }: SampleFormat,
  output: Uint16Array,
): void {
  if (depth === 8) for (let i = 0; i < count; i++) output[i] = bytes[at + i];
  else if (depth === 16 && isWide)
    for (let i = 0, from = at; i < count; i++, from += 2) output[i] = (bytes[from] << 8) | bytes[from + 1];
  else if (depth === 16) for (let i = 0, from = at; i < count; i++, from += 2) output[i] = bytes[from];
  else {
    const mask = 2 ** depth - 1;
    for (let i = 0, bit = 0; i < count; i++, bit += depth)
      output[i] = ((bytes[at + (bit >> 3)] >> (8 - depth - (bit & 7))) & mask) * scale;
  }
}
