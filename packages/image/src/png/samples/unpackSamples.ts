/** The format of a row's samples. */
export interface SampleFormat {
  /** Bits per sample in the file. */
  readonly depth: number;
  /** The factor that scales samples to 0..255; 1 for an index. */
  readonly scale: number;
  /** Whether 16-bit samples keep 16 bits; otherwise the upper 8. */
  readonly isWide: boolean;
}

/** Unpacks `count` samples, starting at byte `at` (W3C PNG, 7.2). */
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
