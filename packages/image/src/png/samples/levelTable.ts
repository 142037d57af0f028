import { convertChannels } from "./convertChannels.ts";
import { createPaletteTable } from "./palette.ts";
import { colorKey } from "./colorKey.ts";

/** The pixels of every byte of a row whose samples have up to 8 bits each, for {@link expandRow}. */
export interface LevelTable {
  /** Pixels in a byte: 8, 4, 2 or 1. */
  readonly pixels: number;
  /** Bytes of the result for each byte of a row. */
  readonly bytes: number;
  /** 32-bit words for each byte of a row: the bytes, rounded up. */
  readonly words: number;
  /** `words` words for each of 256 bytes, the first pixel in the lowest byte. */
  readonly table: Int32Array;
}

/** What the values of samples mean. */
export interface SampleMeaning {
  readonly header: { readonly depth: number; readonly colorType: number };
  /** Red, green and blue of each palette index, for colour type 3. */
  readonly palette: Uint8Array | undefined;
  /** The body of the tRNS chunk. */
  readonly transparency: Uint8Array | undefined;
}

/** Creates the table of a palette or of gray levels below 8 bits; undefined for a PNG with other samples. */
export function createLevelTable(
  { header: { depth, colorType }, palette, transparency }: SampleMeaning,
  channels: number,
): LevelTable | undefined {
  const colors =
    colorType === 3 && palette !== undefined ? createPaletteTable(palette, transparency) : undefined;
  if (colors === undefined && (colorType !== 0 || depth >= 8)) return undefined;
  const values = 2 ** depth;
  const scale = 255 / (values - 1);
  const from = colors?.samples ?? 1;
  const key =
    colors === undefined && transparency !== undefined ? colorKey(transparency, depth, scale) : undefined;
  const samples =
    colors === undefined
      ? Uint16Array.from({ length: values }, (_, value) => value * scale)
      : Uint16Array.from(colors.table);
  let converted = samples;
  if (from !== channels) {
    converted = new Uint16Array(values * channels);
    convertChannels(samples, values, { from, to: channels, most: 255, key }, converted);
  }
  return ofBytes(converted, depth, channels);
}

/** Repeats the samples of values for the values in each byte. */
function ofBytes(samples: Uint16Array, depth: number, channels: number): LevelTable {
  const pixels = 8 / depth;
  const bytes = pixels * channels;
  const words = Math.ceil(bytes / 4);
  const table = new Int32Array(256 * words);
  for (let byte = 0; byte < 256; byte++)
    for (let i = 0; i < bytes; i++) {
      const pixel = Math.floor(i / channels);
      const value = (byte >> (8 - depth * (pixel + 1))) & (2 ** depth - 1);
      table[byte * words + (i >> 2)] |= samples[value * channels + (i % channels)] << (8 * (i & 3));
    }
  return { pixels, bytes, words, table };
}
