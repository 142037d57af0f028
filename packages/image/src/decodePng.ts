import { integer } from "@tensorloom/core";
import { convertIndexedToRgb, decode, type DecodedPng } from "fast-png";
import { MOST_PIXELS } from "./admitJpeg.ts";
import type { Image } from "./image.ts";
import { ImageError } from "./imageError.ts";
import { probePng } from "./probePng.ts";

/** How {@link decodePng} decodes. */
export interface DecodePngOptions {
  /** The most pixels (height x width) to decode; more is an {@link ImageError}. Default: {@link MOST_PIXELS}. */
  readonly mostPixels?: number | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
}

/**
 * Decodes a PNG to bytes, in any JavaScript engine.
 *
 * The channels are the file's: 1 gray, 2 gray and alpha, 3 RGB, 4 RGB and alpha; a palette becomes colours. Of 16 bits
 * a sample the upper 8 stay; fewer than 8 are spread over 0..255. A single transparent colour is not applied.
 *
 * @param bytes - The whole file.
 * @throws ImageError where the bytes are not a PNG, are cut off or broken (each chunk has a checksum), or exceed `mostPixels`.
 * @see W3C, Portable Network Graphics (Third Edition)
 * @example
 * ```ts
 * import { decodePng, encodePng } from "@tensorloom/image";
 *
 * const image = { data: Uint8Array.of(1, 2, 3, 4, 5, 6), height: 1, width: 2, channels: 3 };
 * decodePng(encodePng(image)); // => image
 * ```
 */
export function decodePng(bytes: Uint8Array, options: DecodePngOptions = {}): Image<Uint8Array> {
  const { mostPixels = MOST_PIXELS, file } = options;
  integer("decodePng: mostPixels", mostPixels, 1);
  const { height, width } = probePng(bytes, file);
  if (height * width > mostPixels) {
    const what = `${String(height)} rows of ${String(width)} exceed the limit of ${String(mostPixels)} pixels`;
    throw new ImageError(what, { format: "png", file });
  }
  try {
    const png = decode(bytes, { checkCrc: true });
    const data = levels(png);
    return { data, height, width, channels: data.length / (height * width) };
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new ImageError(`the image data is broken: ${said}`, { format: "png", file, cause });
  }
}

function levels(png: DecodedPng): Uint8Array {
  if (png.palette) return convertIndexedToRgb(png);
  if (png.depth === 16) return Uint8Array.from(png.data, (sample) => sample >> 8);
  return png.depth === 8 ? new Uint8Array(png.data) : unpacked(png);
}

/** Samples of 1, 2 or 4 bits, which lie packed in rows of whole bytes, the first in the upper bits. */
function unpacked({ data, depth, height, width }: DecodedPng): Uint8Array {
  const rowBytes = Math.ceil((width * depth) / 8);
  const most = 2 ** depth - 1;
  return Uint8Array.from({ length: height * width }, (_, i) => {
    const bit = (i % width) * depth;
    const byte = data[Math.floor(i / width) * rowBytes + (bit >> 3)];
    return (((byte >> (8 - depth - (bit & 7))) & most) * 255) / most;
  });
}
