import type { Image } from "../image/image.ts";
import { ImageError } from "../image/imageError.ts";
import { type BmpHeader, parseBmp } from "../files/bmpHeader.ts";

/**
 * Decodes an uncompressed BMP: palettes, 24 bits, and 32 bits with or without alpha.
 *
 * @param bytes - A file whose size has been compared with the limits.
 * @throws ImageError if it is truncated, or of a kind that is not supported.
 * @see https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
 */
export function decodeBmp(bytes: Uint8Array, file: string | undefined): Image<Uint8Array> {
  const fail = (what: string, offset?: number): ImageError =>
    new ImageError(what, { format: "bmp", file, offset });
  const header = parseBmp(new DataView(bytes.buffer, bytes.byteOffset, bytes.length), bytes, fail);
  const { height, width, channels, start, stride, topDown } = header;
  // The last row may lack its padding.
  const needed = start + stride * (height - 1) + Math.ceil((width * header.bits) / 8);
  if (bytes.length < needed)
    throw fail(`the data ends before the last row, which needs ${String(needed)} bytes`, bytes.length);
  const data = new Uint8Array(height * width * channels);
  const writeRow = header.bits > 8 ? writeColors : writeIndexes;
  for (let y = 0; y < height; y++)
    writeRow(bytes, start + stride * (topDown ? y : height - 1 - y), header, data, y * width * channels);
  return { data, height, width, channels };
}

type WriteRow = (bytes: Uint8Array, from: number, header: BmpHeader, data: Uint8Array, to: number) => void;

/** Writes a row of 24 or 32 bits per pixel. */
const writeColors: WriteRow = (bytes, from, { width, bits, order: [red, green, blue, alpha] }, data, to) => {
  const step = bits / 8;
  for (let x = 0, at = from, out = to; x < width; x++, at += step) {
    data[out++] = bytes[at + red];
    data[out++] = bytes[at + green];
    data[out++] = bytes[at + blue];
    if (alpha >= 0) data[out++] = bytes[at + alpha];
  }
};

/** Writes a row of palette indexes. */
const writeIndexes: WriteRow = (bytes, from, { width, bits, palette, channels }, data, to) => {
  const [perByte, most] = [8 / bits, 2 ** bits - 1];
  for (let x = 0, out = to; x < width; x++) {
    const shift = 8 - bits * (1 + (x % perByte));
    const color = 4 * ((bytes[from + Math.floor(x / perByte)] >> shift) & most);
    data[out++] = palette[color + 2];
    if (channels === 1) continue;
    data[out++] = palette[color + 1];
    data[out++] = palette[color];
  }
};
