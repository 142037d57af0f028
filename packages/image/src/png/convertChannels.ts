/** Which samples come in and which go out. */
export interface ChannelConversion {
  /** Samples of a pixel that comes in: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha. */
  readonly from: number;
  /** Samples of a pixel that goes out. */
  readonly to: number;
  /** The largest sample: 255 or 65535. Opaque alpha is this. */
  readonly most: number;
  /** The one colour that is transparent: a gray, or red, green and blue. */
  readonly key: readonly number[] | undefined;
}

/** Luma in units of 1/32768: libpng's integers for 0.299, 0.587 and the rest. */
const [RED, GREEN, BLUE] = [9797, 19234, 3737];

/** Brings pixels to another number of channels; `output` has room for `count` pixels. */
export function convertChannels(
  samples: Uint16Array,
  count: number,
  { from, to, most, key }: ChannelConversion,
  output: Uint16Array,
): void {
  const [keyRed, keyGreen, keyBlue] =
    key === undefined ? [-1, -1, -1] : key.length === 1 ? [...key, ...key, ...key] : key;
  const half = most === 255 ? 0 : 2 ** 14; // libpng rounds 16 bits, and cuts 8
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
