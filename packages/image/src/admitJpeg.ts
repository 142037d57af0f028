import { integer, oneOf } from "@tensorloom/core";
import { ImageError } from "./imageError.ts";
import { probeJpeg, type JpegHeader } from "./probeJpeg.ts";

/** How `decodeJpeg` decodes. */
export interface DecodeJpegOptions {
  /** 1 for gray, 3 for RGB; default: 1 where the file is gray, else 3. Gray of a colour file is its luma. */
  readonly channels?: 1 | 3 | undefined;
  /** The most pixels (height x width) to decode; more is an {@link ImageError}. Default: {@link MOST_PIXELS}. */
  readonly mostPixels?: number | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
}

/**
 * The default limit on an image's size: 100 megapixels, whose RGB is 300 MB.
 *
 * @example
 * ```ts
 * import { MOST_PIXELS } from "@tensorloom/image";
 *
 * MOST_PIXELS; // => 100_000_000
 * ```
 */
export const MOST_PIXELS = 100_000_000;

/** A header that may be decoded, and how many channels that will give. */
export interface AdmittedJpeg extends JpegHeader {
  readonly outputChannels: 1 | 3;
}

/**
 * Reads the headers and refuses what must not be decoded, before anything is allocated by what they say.
 *
 * @throws ImageError where the bytes are no JPEG that can be read, or exceed `mostPixels`; RangeError where an option is out of range.
 */
export function admitJpeg(
  bytes: Uint8Array,
  { channels, mostPixels = MOST_PIXELS, file }: DecodeJpegOptions,
): AdmittedJpeg {
  if (channels !== undefined) oneOf("decodeJpeg: channels", channels, [1, 3]);
  integer("decodeJpeg: mostPixels", mostPixels, 1);
  const header = probeJpeg(bytes, file);
  const { height, width } = header;
  if (height * width > mostPixels) {
    const what = `${String(height)} rows of ${String(width)} exceed the limit of ${String(mostPixels)} pixels`;
    throw new ImageError(what, { format: "jpeg", file });
  }
  return { ...header, outputChannels: channels ?? (header.channels === 1 ? 1 : 3) };
}
