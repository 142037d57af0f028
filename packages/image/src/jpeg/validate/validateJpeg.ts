import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { DEFAULT_MAX_PIXELS } from "../../image/maxPixels.ts";
import { ImageError } from "../../image/imageError.ts";
import { type Frame, parseFrame, isUnfinished } from "../file/frame.ts";
import { recordProgress, type ScanHeader, parseScanHeader } from "../file/scanHeader.ts";
import { type DecoderCost, JpegCost, PORTABLE_COST } from "./jpegCost.ts";
import { type JpegSegment, readSegments, MARKER } from "../file/readSegments.ts";
import {
  inferColors,
  ColorMarkers,
  isAdobe,
  isFrame,
  isJfif,
  probeJpeg,
  type JpegHeader,
} from "../file/probeJpeg.ts";
import { checkScale, chooseScale } from "./chooseScale.ts";
import { DECODE_JPEG_OPTIONS, type DecodeJpegOptions } from "./decodeJpegOptions.ts";

/**
 * The maximum number of scans.
 *
 * Each scan may cover the whole image. An encoder writes about ten; a decompression bomb has thousands.
 */
const MAX_SCANS = 200;

/** A file that may be decoded, and what decoders need to know. */
export interface ValidatedJpeg extends JpegHeader {
  readonly outputChannels: 1 | 3;
  /** The size of the decoded image: the file's, divided by the ratio and rounded up. */
  readonly outputHeight: number;
  readonly outputWidth: number;
  readonly ratio: 1 | 2 | 4 | 8;
  /** Whether there is an Adobe marker, which means that inks are inverted. */
  readonly adobe: boolean;
  /** Whether libjpeg-turbo's simple interface supports the sampling factors. */
  readonly nativeSampling: boolean;
  /** Whether the end-of-image marker is missing; false if it was not checked. */
  readonly truncated: boolean;
  /**
   * The parts of the file that the decoder needs.
   *
   * Profiles, comments and bytes between segments are left out.
   */
  readonly decoderInput: readonly Uint8Array[];
}

/** Options of {@link validateJpeg}. */
interface ValidateJpegOptions {
  /**
   * Whether the decoder itself rejects truncated data; default false.
   *
   * Then the check stops at the image data of a baseline image with a single scan. Finding the end of 330 KB takes 0.1
   * ms.
   */
  readonly decoderChecksEnd?: boolean;
  /** The cost of the decoder; default: the portable one. */
  readonly cost?: DecoderCost;
}

/**
 * Checks a file and throws if it must not be decoded.
 *
 * The sizes that the file states are checked before anything is allocated by them.
 *
 * @param name - The function that was called, for messages: `"decodeJpeg"`.
 * @throws ImageError if the bytes are not a JPEG that can be read, are truncated, or exceed a limit.
 * @throws TypeError for unknown options, RangeError for options out of range.
 */
export function validateJpeg(
  name: string,
  bytes: Uint8Array,
  options: DecodeJpegOptions,
  { decoderChecksEnd = false, cost = PORTABLE_COST }: ValidateJpegOptions = {},
): ValidatedJpeg {
  checkOptions(name, options, DECODE_JPEG_OPTIONS);
  const { channels, maxPixels = DEFAULT_MAX_PIXELS, file, tryRecoverTruncated = false } = options;
  if (channels !== undefined) oneOf(`${name}: channels`, channels, [1, 3]);
  integer(`${name}: maxPixels`, maxPixels, 1);
  checkScale(name, options);
  const fail = (what: string, offset?: number): ImageError =>
    new ImageError(what, { format: "jpeg", file, offset });
  const header = probeJpeg(bytes, file);
  const { height, width } = header;
  if (height * width > maxPixels)
    throw fail(`${String(height)} rows of ${String(width)} exceed the limit of ${String(maxPixels)} pixels`);
  const outputChannels = channels ?? (header.channels === 1 ? 1 : 3);
  const marks = new ColorMarkers();
  const decoderInput: Uint8Array[] = [];
  let frame: Frame | undefined;
  let [scans, truncated] = [0, false];
  let taken: JpegCost | undefined;
  for (const segment of readSegments(bytes, file, { tryRecoverTruncated })) {
    const { marker, offset, body } = segment;
    truncated = marker !== MARKER.eoi && tryRecoverTruncated;
    if (scans === 0) marks.add(segment);
    if (scans === 0 && marker !== MARKER.sos && isDecoderInput(segment))
      decoderInput.push(withMarker(bytes, segment));
    if (isFrame(marker)) frame ??= parseFrame(marker, body);
    if (marker !== MARKER.sos || frame === undefined) continue;
    if (scans === 0) decoderInput.push(bytes.subarray(offset));
    scans += 1;
    const scan = parseHeader(frame, body, scans === 1, (what) => fail(what, offset));
    const single = !frame.progressive && scans === 1 && body[0] === header.channels;
    taken ??= new JpegCost(cost, frame, outputChannels, bytes.length);
    taken.addScan(scan);
    if (options.maxPixels === undefined)
      failIfExcessive(taken.excess(single, false), (what) => fail(what, offset));
    if (decoderChecksEnd && single) break;
    if (scans > MAX_SCANS) throw fail(`more than ${String(MAX_SCANS)} scans`, offset);
  }
  if (scans === 0 || frame === undefined) throw fail("no image data");
  if (options.maxPixels === undefined && isUnfinished(frame))
    failIfExcessive(taken?.excess(false, true), fail);
  const ids = frame.components.map(({ id }) => id);
  const { jfif, adobe } = marks;
  const colors = inferColors(ids, jfif, adobe);
  const nativeSampling = hasNativeSampling(frame);
  return {
    ...header,
    colors,
    outputChannels,
    ...chooseScale(header, options),
    adobe: adobe !== undefined,
    nativeSampling,
    truncated,
    decoderInput,
  };
}

/** Parses a scan header and records what it codes. */
function parseHeader(
  frame: Frame,
  body: Uint8Array,
  first: boolean,
  fail: (what: string) => Error,
): ScanHeader {
  try {
    const header = parseScanHeader(frame, body);
    if (frame.progressive) recordProgress(header, first, () => undefined);
    return header;
  } catch (error) {
    throw fail(error instanceof Error ? error.message : String(error));
  }
}

/** Throws if the cost is excessive for a file of this size. */
function failIfExcessive(excess: string | undefined, fail: (what: string) => Error): void {
  if (excess !== undefined)
    throw fail(
      `${excess}, too much for a file of this size by default; set maxPixels, which is then the only limit`,
    );
}

/** Whether a decoder needs a segment: tables, frame, restart interval, colour information. */
function isDecoderInput({ marker, body }: JpegSegment): boolean {
  if (marker === MARKER.app0) return isJfif(body);
  if (marker === MARKER.app14) return isAdobe(body);
  return marker >= MARKER.sof0 && marker < MARKER.app0 && !(marker >= 0xd0 && marker <= 0xd9);
}

function withMarker(bytes: Uint8Array, { offset, body }: JpegSegment): Uint8Array {
  return bytes.subarray(offset, offset + 4 + body.length);
}

/**
 * Whether TurboJPEG's simple interface supports the sampling factors of a frame.
 *
 * It supports colour at full, half or quarter resolution, in the usual combinations.
 */
function hasNativeSampling({ components }: Frame): boolean {
  if (components.length === 1) return true;
  const [{ across, down }, ...others] = components;
  const usual = ["1x1", "2x1", "2x2", "1x2", "4x1", "1x4"].includes(`${String(across)}x${String(down)}`);
  return components.length === 3 && usual && others.every((other) => other.across === 1 && other.down === 1);
}
