import { type FailHeader, headerReader, type ReadHeader, type Size } from "./size.ts";

/** What a BMP's headers say about its pixels. */
export interface BmpHeader extends Size {
  /** Bits per pixel. */
  readonly bits: 1 | 4 | 8 | 24 | 32;
  /** Whether the first row of the file is the top one. */
  readonly topDown: boolean;
  /** The offset of the rows. */
  readonly start: number;
  /** Bytes per row: a multiple of 4. */
  readonly stride: number;
  /** The colours of the palette, as blue, green, red and a spare byte. */
  readonly palette: Uint8Array;
  /** The byte of red, green, blue and alpha in a pixel of 32 bits; -1 without alpha. */
  readonly order: readonly [red: number, green: number, blue: number, alpha: number];
}

const [PLAIN, BITFIELDS] = [0, 3];
const COMPRESSIONS: Readonly<Record<number, string>> = {
  1: "run-length coding (RLE8)",
  2: "run-length coding (RLE4)",
  4: "an embedded JPEG",
  5: "an embedded PNG",
};

/** Reads the headers and the palette. */
export function parseBmp(view: DataView, bytes: Uint8Array, fail: FailHeader): BmpHeader {
  const size = view.getUint32(14, true);
  const isCore = size === 12;
  const width = isCore ? view.getUint16(18, true) : view.getInt32(18, true);
  const signed = isCore ? view.getUint16(20, true) : view.getInt32(22, true);
  const bits = view.getUint16(isCore ? 24 : 28, true);
  const compression = isCore ? PLAIN : view.getUint32(30, true);
  const isSupported = compression === PLAIN || (compression === BITFIELDS && bits === 32);
  if (!isSupported)
    throw fail(
      `${COMPRESSIONS[compression] ?? `compression ${String(compression)} of ${String(bits)} bits`} is not supported; save it uncompressed`,
      30,
    );
  if (bits !== 1 && bits !== 4 && bits !== 8 && bits !== 24 && bits !== 32)
    throw fail(`1, 4, 8, 24 or 32 bits per pixel are supported, got ${String(bits)}`, 28);
  const height = Math.abs(signed);
  if (width <= 0 || height === 0)
    throw fail(`the image is empty: ${String(height)} rows of ${String(width)}`, 18);
  const order = compression === BITFIELDS ? readMasks(view, size, fail) : ([2, 1, 0, -1] as const);
  const palette = bits > 8 ? bytes.subarray(0, 0) : readPalette(view, bytes, size, bits);
  const channels = bits > 8 ? (order[3] < 0 ? 3 : 4) : isGray(palette) ? 1 : 3;
  const stride = 4 * Math.ceil((width * bits) / 32);
  return {
    height,
    width,
    channels,
    bits,
    topDown: signed < 0,
    start: view.getUint32(10, true),
    stride,
    palette,
    order,
  };
}

/** Reads the size of a BMP. */
export const bmpInfo: ReadHeader = headerReader("bmp", parseBmp);

/** The bytes of the channels; only masks of whole bytes are supported. */
function readMasks(view: DataView, size: number, fail: FailHeader): BmpHeader["order"] {
  const places = [0, 1, 2, 3].map((channel) => {
    const mask = channel === 3 && size < 56 ? 0 : view.getUint32(54 + 4 * channel, true);
    const place = [0xff, 0xff00, 0xff0000, 0xff000000].indexOf(mask);
    if (place < 0 && !(channel === 3 && mask === 0))
      throw fail("only channels of 8 bits are supported", 54 + 4 * channel);
    return place;
  });
  const [red, green, blue, alpha] = places;
  return [red, green, blue, alpha];
}

/** The palette, with four bytes for each colour. */
function readPalette(view: DataView, bytes: Uint8Array, size: number, bits: number): Uint8Array {
  const isCore = size === 12;
  const stated = isCore ? 0 : view.getUint32(46, true);
  const count = Math.min(stated === 0 ? 2 ** bits : stated, 2 ** bits);
  const from = 14 + size;
  const palette = new Uint8Array(4 * 2 ** bits);
  const step = isCore ? 3 : 4;
  view.getUint8(from + step * count - 1); // a palette that is cut is an error
  for (let i = 0; i < count; i++) palette.set(bytes.subarray(from + step * i, from + step * i + 3), 4 * i);
  return palette;
}

/** Whether every colour is gray. */
function isGray(palette: Uint8Array): boolean {
  for (let at = 0; at < palette.length; at += 4)
    if (palette[at] !== palette[at + 1] || palette[at] !== palette[at + 2]) return false;
  return true;
}
