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
import { DECODE_JPEG_OPTIONS, type DecodeJpegOptions } from "./decodeJpegOptions.ts";

/** A file may have the whole image gone over once a scan; an encoder needs ten or so, a bomb has thousands. */
const MAX_SCANS = 200;

/** A file that may be decoded, and what decoders need to know of it. */
export interface ValidatedJpeg extends JpegHeader {
  readonly outputChannels: 1 | 3;
  /** Whether there is an Adobe marker, whose inks are stored as light. */
  readonly adobe: boolean;
  /** Whether the sampling factors are among those that libjpeg-turbo's simple interface decodes. */
  readonly nativeSampling: boolean;
  /** Whether the end-of-image marker is missing; false if it was not looked for. */
  readonly truncated: boolean;
  /** What the decoder needs of the bytes before the image data: neither profiles, comments, nor bytes in between. */
  readonly decoderInput: readonly Uint8Array[];
}

/** How far a file is walked. */
interface ValidateJpegOptions {
  /**
   * Whether the decoder itself refuses data that are truncated: then the walk ends at the scan of a baseline image, if
   * that one holds all of it. Default false. To find the end of 330 KB takes 0.1 ms.
   */
  readonly decoderChecksEnd?: boolean;
  /** What the decoder takes; default: the portable one. */
  readonly cost?: DecoderCost;
}

/**
 * Scans a file and rejects it if it must not be decoded.
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
    adobe: adobe !== undefined,
    nativeSampling,
    truncated,
    decoderInput,
  };
}

/** A scan's header, after it has been entered in the frame's account of what is known. */
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

/** Refuses what a file of this size does not take unless it is made to do harm. */
function failIfExcessive(excess: string | undefined, fail: (what: string) => Error): void {
  if (excess !== undefined)
    throw fail(
      `${excess}, too much for a file of this size by default; set maxPixels, which is then the only limit`,
    );
}

/** Tables, frame, restart interval, and what says how colours are stored. */
function isDecoderInput({ marker, body }: JpegSegment): boolean {
  if (marker === MARKER.app0) return isJfif(body);
  if (marker === MARKER.app14) return isAdobe(body);
  return marker >= MARKER.sof0 && marker < MARKER.app0 && !(marker >= 0xd0 && marker <= 0xd9);
}

function withMarker(bytes: Uint8Array, { offset, body }: JpegSegment): Uint8Array {
  return bytes.subarray(offset, offset + 4 + body.length);
}

/** What TurboJPEG's simple interface takes: colour at full resolution, or halved or quartered in the usual ways. */
function hasNativeSampling({ components }: Frame): boolean {
  if (components.length === 1) return true;
  const [{ across, down }, ...others] = components;
  const usual = ["1x1", "2x1", "2x2", "1x2", "4x1", "1x4"].includes(`${String(across)}x${String(down)}`);
  return components.length === 3 && usual && others.every((other) => other.across === 1 && other.down === 1);
}
