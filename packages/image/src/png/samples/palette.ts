/**
 * A table of 256 colours, with alpha if the palette has any.
 *
 * An index beyond the palette is opaque black, as in libpng.
 */
export interface PaletteTable {
  readonly table: Uint8Array;
  /** 3, or 4 with alpha. */
  readonly samples: number;
}

/**
 * Creates the table of a palette.
 *
 * @param palette - Red, green and blue of each index.
 * @param alphas - Alpha of the first indices; the others are opaque.
 */
export function createPaletteTable(palette: Uint8Array, alphas: Uint8Array | undefined): PaletteTable {
  const samples = alphas === undefined ? 3 : 4;
  const table = new Uint8Array(256 * samples);
  if (samples === 4) for (let at = 3; at < table.length; at += 4) table[at] = 255;
  for (let index = 0; index < palette.length / 3; index++)
    table.set(palette.subarray(3 * index, 3 * index + 3), index * samples);
  alphas?.forEach((alpha, index) => (table[index * samples + 3] = alpha));
  return { table, samples };
}

/** Replaces each index with its colour's samples. */
export function applyPalette(
  indices: Uint16Array,
  count: number,
  { table, samples }: PaletteTable,
  output: Uint16Array,
): void {
  for (let i = 0, to = 0; i < count; i++)
    for (let c = 0, from = indices[i] * samples; c < samples; c++) output[to++] = table[from++];
}
