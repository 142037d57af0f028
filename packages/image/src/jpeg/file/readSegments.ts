import { ImageError } from "../../image/imageError.ts";

/** One marker of a JPEG file and its segment (T.81, B.1.1). */
export interface JpegSegment {
  /** The marker's second byte: 0xC0 for SOF0. */
  readonly marker: number;
  /** The offset of the marker's 0xFF. */
  readonly offset: number;
  /**
   * The bytes after the length field. A view, not a copy.
   *
   * It is empty for a marker without a segment.
   */
  readonly body: Uint8Array;
}

/** Markers by name (T.81, table B.1). */
export const MARKER = {
  sof0: 0xc0,
  dht: 0xc4,
  soi: 0xd8,
  eoi: 0xd9,
  sos: 0xda,
  dqt: 0xdb,
  app0: 0xe0,
  app1: 0xe1,
  app14: 0xee,
} as const;

/**
 * Whether a marker has no length and no body.
 *
 * These are TEM, RST0..RST7, SOI, EOI, and reserved markers, which only damage produces.
 */
function standsAlone(marker: number): boolean {
  return marker < MARKER.sof0 || (marker >= 0xd0 && marker <= 0xd9);
}

/**
 * Finds the first marker at or after an offset.
 *
 * It skips entropy-coded data, fill bytes, and unexpected bytes, which libjpeg skips with a warning.
 */
function findMarker(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1 && at + 1 < bytes.length) {
    const next = bytes[at + 1];
    const isRestart = next >= 0xd0 && next <= 0xd7;
    if (next !== 0x00 && next !== 0xff && !isRestart) return at;
    at = bytes.indexOf(0xff, next === 0xff ? at + 1 : at + 2);
  }
  return -1;
}

/** Options of {@link readSegments}. */
interface ReadSegmentsOptions {
  /** Whether to stop without an error when the data ends; default false. */
  readonly tryRecoverTruncated?: boolean | undefined;
}

/**
 * Iterates over the segments of a JPEG file, from SOI to EOI.
 *
 * @throws ImageError if the bytes do not start with SOI, or end before EOI.
 */
export function* readSegments(
  bytes: Uint8Array,
  file?: string,
  { tryRecoverTruncated = false }: ReadSegmentsOptions = {},
): Generator<JpegSegment, undefined> {
  const fail = (what: string, offset: number): ImageError =>
    new ImageError(what, { format: "jpeg", file, offset });
  if (bytes[0] !== 0xff || bytes[1] !== MARKER.soi) {
    const start = [...bytes.subarray(0, 3)].map((byte) => byte.toString(16).padStart(2, "0").toUpperCase());
    throw fail(`no start-of-image marker (FF D8), got ${start.join(" ") || "no bytes"}`, 0);
  }
  for (let at = 2; ;) {
    const offset = findMarker(bytes, at);
    if (offset === -1) {
      if (tryRecoverTruncated) return undefined;
      throw fail("the data ends before the end-of-image marker", bytes.length);
    }
    const marker = bytes[offset + 1];
    // Beyond the end of the data, the length and the end of the segment are NaN.
    const said = standsAlone(marker) ? 0 : 256 * bytes[offset + 2] + bytes[offset + 3];
    const length = marker >= MARKER.app0 ? Math.max(2, said) : said; // as in libjpeg, for segments that it skips
    const end = offset + 2 + length;
    const named = `the segment FF ${marker.toString(16).padStart(2, "0").toUpperCase()}`;
    if (!(end <= bytes.length) && tryRecoverTruncated) return undefined;
    if (!(end <= bytes.length)) throw fail(`${named} runs past the end`, offset);
    if (length < 2 && !standsAlone(marker)) throw fail(`${named} has a length of ${String(length)}`, offset);
    yield { marker, offset, body: bytes.subarray(offset + 4, end) };
    if (marker === MARKER.eoi) return undefined;
    at = end;
  }
}
