/** The source and target channels of a conversion. */
export interface ChannelConversion {
  /** Samples per source pixel, from 1 (gray) to 4 (RGBA). */
  readonly from: number;
  /** Samples per target pixel. */
  readonly to: number;
  /** The largest sample, and opaque alpha: 255 or 65535. */
  readonly most: number;
  /** The samples of the transparent colour, if the file has one. */
  readonly key: readonly number[] | undefined;
}

/** Luma weights in units of 1/32768, as in libpng. */
const [RED, GREEN, BLUE] = [9797, 19234, 3737];

/** Converts pixels to another number of channels. */
export function convertChannels(
  samples: Uint16Array,
  count: number,
  { from, to, most, key }: ChannelConversion,
  output: Uint16Array,
): void {
  const [keyRed, keyGreen, keyBlue] =
    key === undefined ? [-1, -1, -1] : key.length === 1 ? [...key, ...key, ...key] : key;
  const half = most === 255 ? 0 : 2 ** 14; // libpng rounds 16-bit luma and truncates 8-bit luma
  const isGray = from < 3;
  const hasAlpha = from % 2 === 0;
  for (let i = 0, at = 0, out = 0; i < count; i++, at += from) {
    const red = samples[at];
    const green = isGray ? red : samples[at + 1];
    const blue = isGray ? red : samples[at + 2];
    if (to < 3)
      output[out++] =
        red === green && red === blue
          ? red
          : Math.floor((RED * red + GREEN * green + BLUE * blue + half) / 2 ** 15);
    else {
      output[out++] = red;
      output[out++] = green;
      output[out++] = blue;
    }
    if (to % 2 === 0) {
      const isKey = red === keyRed && green === keyGreen && blue === keyBlue;
      output[out++] = hasAlpha ? samples[at + from - 1] : isKey ? 0 : most;
    }
  }
}
