import { integer, oneOf } from "@tensorloom/core";
import { ImageError } from "./imageError.ts";
import { jpegSegments, MARKER } from "./jpegSegments.ts";
import { isFrame, probeJpeg, type JpegHeader } from "./probeJpeg.ts";

/** How `decodeJpeg` decodes. */
export interface DecodeJpegOptions {
  /** 1 for gray, 3 for RGB; default: 1 where the file is gray, else 3. Gray of a colour file is its luma. */
  readonly channels?: 1 | 3 | undefined;
  /** The most pixels (height x width) to decode; more is an {@link ImageError}. Default: {@link MOST_PIXELS}. */
  readonly mostPixels?: number | undefined;
  /** A name for error messages: a path, or a record's name. */
  readonly file?: string | undefined;
  /** Gives the memory that the pixels go into, when their number is known; default: new memory. */
  readonly into?: ((bytes: number) => Uint8Array) | undefined;
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

/** A file may have the whole image gone over once a scan; an encoder needs ten or so, a bomb has thousands. */
const MOST_SCANS = 200;

/** A file that may be decoded, and what decoders need to know of it. */
export interface AdmittedJpeg extends JpegHeader {
  readonly outputChannels: 1 | 3;
  /** Where the name in the Adobe marker begins, if there is one. */
  readonly adobeAt: number | undefined;
  /** Where the sampling factors of the first component are. */
  readonly samplingAt: number;
}

/** How far a file is walked. */
interface Admission {
  /**
   * Whether the decoder itself refuses data that are cut off: then the walk ends where the scan of a baseline image
   * begins, if that one holds all of it. Default false. To find the end of 330 KB takes 0.1 ms.
   */
  readonly decoderSeesTheEnd?: boolean;
}

/**
 * Walks a file from beginning to end and refuses what must not be decoded, before anything is allocated by what it says.
 *
 * @throws ImageError where the bytes are no JPEG that can be read, are cut off, or exceed a limit; RangeError where an option is out of range.
 */
export function admitJpeg(
  bytes: Uint8Array,
  options: DecodeJpegOptions,
  { decoderSeesTheEnd = false }: Admission = {},
): AdmittedJpeg {
  const { channels, mostPixels = MOST_PIXELS, file } = options;
  if (channels !== undefined) oneOf("decodeJpeg: channels", channels, [1, 3]);
  integer("decodeJpeg: mostPixels", mostPixels, 1);
  const fail = (what: string, offset?: number): ImageError =>
    new ImageError(what, { format: "jpeg", file, offset });
  const header = probeJpeg(bytes, file);
  const { height, width } = header;
  if (height * width > mostPixels)
    throw fail(`${String(height)} rows of ${String(width)} exceed the limit of ${String(mostPixels)} pixels`);
  let scans = 0;
  let adobeAt: number | undefined;
  let samplingAt = 0;
  for (const { marker, offset, body } of jpegSegments(bytes, file)) {
    if (marker === MARKER.app14) adobeAt = offset + 4;
    if (isFrame(marker)) samplingAt = offset + 11;
    if (marker === MARKER.sos) scans += 1;
    if (decoderSeesTheEnd && scans === 1 && !header.progressive && body[0] === header.channels) break;
    if (scans > MOST_SCANS) throw fail(`more than ${String(MOST_SCANS)} scans`, offset);
  }
  if (scans === 0) throw fail("no image data");
  return { ...header, outputChannels: channels ?? (header.channels === 1 ? 1 : 3), adobeAt, samplingAt };
}

/**
 * The memory that a decoder was given.
 *
 * @throws RangeError where it is not of so many bytes.
 */
export function fitting(memory: Uint8Array, bytes: number): Uint8Array {
  if (memory.length === bytes) return memory;
  throw new RangeError(`decodeJpeg: into must give ${String(bytes)} bytes, got ${String(memory.length)}`);
}
