import { checkBytes } from "../../image/checkBytes.ts";
import { ImageError } from "../../image/imageError.ts";
import { readSegments, MARKER, type JpegSegment } from "./readSegments.ts";

/**
 * The size and colours in a JPEG file's headers.
 *
 * @inline
 */
export interface JpegHeader {
  /** Rows, in pixels. */
  readonly height: number;
  /** Columns, in pixels. */
  readonly width: number;
  /** Components as stored: 1 gray, 3 colour, 4 CMYK. */
  readonly channels: number;
  /** Whether the file is progressive (SOF2, SOF10). */
  readonly progressive: boolean;
  /** The colour space of the components, by libjpeg's rules. */
  readonly colors: "gray" | "ycbcr" | "rgb" | "cmyk" | "ycck";
}

/**
 * Whether a marker is a frame header's (T.81, table B.1).
 *
 * These are SOF0..SOF15; DHT, JPG and DAC lie between them.
 */
export function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

const startsWith = (body: Uint8Array, text: string): boolean =>
  Array.from(text, (letter) => letter.charCodeAt(0)).every((code, i) => body[i] === code);

/** Whether an APP0 segment is a whole JFIF header. */
export const isJfif = (body: Uint8Array): boolean => body.length >= 14 && startsWith(body, "JFIF\0");
/** Whether an APP14 segment is a whole Adobe marker. */
export const isAdobe = (body: Uint8Array): boolean => body.length >= 12 && startsWith(body, "Adobe");

/**
 * Collects colour information from the segments before the image data.
 *
 * Incomplete segments are ignored.
 */
export class ColorMarkers {
  jfif = false;
  /** The colour transform in the Adobe marker. */
  adobe: number | undefined;

  add({ marker, body }: JpegSegment): void {
    if (marker === MARKER.app0 && isJfif(body)) this.jfif = true;
    if (marker === MARKER.app14 && isAdobe(body)) this.adobe = body[11];
  }
}

/** Infers the colour space as libjpeg does (jdapimin.c, `default_decompress_parms`). */
export function inferColors(
  ids: readonly number[],
  jfif: boolean,
  adobe: number | undefined,
): JpegHeader["colors"] {
  if (ids.length === 1) return "gray";
  if (ids.length === 4) return adobe === undefined || adobe === 0 ? "cmyk" : "ycck";
  if (jfif) return "ycbcr";
  if (adobe !== undefined) return adobe === 0 ? "rgb" : "ycbcr";
  return String.fromCharCode(...ids) === "RGB" ? "rgb" : "ycbcr";
}

/**
 * Reads the size and colours of a JPEG without decoding it.
 *
 * Nothing is allocated, so use it to reject pictures that are too large.
 *
 * @param bytes - The file, or its beginning up to and including the frame header.
 * @param file - A name for error messages.
 * @throws ImageError if the bytes are not a lossy JPEG with 8 bits per sample and 1, 3 or 4 components.
 * @see ITU-T T.81 (1992), B.2.2
 * @example
 * ```ts
 * import { encodeJpegSync, probeJpeg } from "@tensorloom/image";
 *
 * const bytes = encodeJpegSync({ data: new Uint8Array(2 * 5 * 3), height: 2, width: 5, channels: 3 });
 * probeJpeg(bytes); // => { height: 2, width: 5, channels: 3, progressive: false, colors: "ycbcr" }
 * ```
 */
export function probeJpeg(bytes: Uint8Array, file?: string): JpegHeader {
  const marks = new ColorMarkers();
  for (const segment of readSegments(checkBytes("probeJpeg", bytes), file)) {
    const { marker, offset } = segment;
    marks.add(segment);
    if (isFrame(marker)) return parseFrameHeader(segment, marks, file);
    if (marker === MARKER.sos || marker === MARKER.eoi)
      throw new ImageError("no frame header before the image data", { format: "jpeg", file, offset });
  }
  throw new ImageError("no frame header", { format: "jpeg", file });
}

function parseFrameHeader(
  { marker, offset, body }: JpegSegment,
  { jfif, adobe }: ColorMarkers,
  file: string | undefined,
): JpegHeader {
  const fail = (what: string): ImageError => new ImageError(what, { format: "jpeg", file, offset });
  if (![0xc0, 0xc1, 0xc2, 0xc9, 0xca].includes(marker))
    throw fail(`only sequential and progressive coding are supported, got SOF${String(marker - 0xc0)}`);
  if (body.length < 6) throw fail("the frame header is too short");
  const channels = body[5];
  if (![1, 3, 4].includes(channels)) throw fail(`1, 3 or 4 components expected, got ${String(channels)}`);
  if (body.length !== 6 + 3 * channels) throw fail("the frame header has a wrong length");
  const [bits, height, width] = [body[0], (body[1] << 8) | body[2], (body[3] << 8) | body[4]];
  const components = Array.from({ length: channels }, (_, i) => body.subarray(6 + 3 * i, 9 + 3 * i));
  if (bits !== 8) throw fail(`8 bits per sample expected, got ${String(bits)}`);
  if (height === 0 || width === 0)
    throw fail(`the image is empty: ${String(height)} rows of ${String(width)}`);
  const sampled = components.every(([, hv]) =>
    [hv >> 4, hv & 15].every((factor) => factor >= 1 && factor <= 4),
  );
  if (!sampled) throw fail("sampling factors must be from 1 to 4");
  const ids = components.map(([id]) => id);
  return { height, width, channels, progressive: (marker & 3) === 2, colors: inferColors(ids, jfif, adobe) };
}
