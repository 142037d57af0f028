/** Returns the samples of the transparent colour in a tRNS chunk, in the format of `unpackSamples`. */
export function colorKey(transparency: Uint8Array, depth: number, scale: number): readonly number[] {
  return Array.from({ length: transparency.length / 2 }, (_, i) => {
    const value = (transparency[2 * i] << 8) | transparency[2 * i + 1];
    return (value & (2 ** depth - 1)) * scale;
  });
}
