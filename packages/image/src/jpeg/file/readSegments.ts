import { ImageError } from "../../image/imageError.ts";

/** One marker of a JPEG file (ITU-T T.81, B.1.1) and the bytes that belong to it. */
export interface JpegSegment {
  /** The marker's second byte: 0xC0 for SOF0. */
  readonly marker: number;
  /** The offset of the marker's 0xFF. */
  readonly offset: number;
  /** What follows the length field, empty if the marker has no segment. A view, not a copy. */
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

/** TEM, RST0..RST7, SOI and EOI have no length and no body; nor have reserved markers, which only damage makes. */
function standsAlone(marker: number): boolean {
  return marker < MARKER.sof0 || (marker >= 0xd0 && marker <= 0xd9);
}

/**
 * The first marker at or after a place: what lies before it is entropy-coded data, fill bytes, or bytes that do not
 * belong there, which libjpeg skips with a warning.
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

/** How a file is walked. */
interface ReadSegmentsOptions {
  /** Whether the walk ends quietly if the data do; default false. */
  readonly tryRecoverTruncated?: boolean | undefined;
}

/**
 * Walks the markers of a JPEG file from SOI to EOI, over the entropy-coded data between them.
 *
 * @throws ImageError if the bytes do not begin with SOI, or end before EOI.
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
    // Past the end the length is NaN, and so is the end of the segment.
    const said = standsAlone(marker) ? 0 : 256 * bytes[offset + 2] + bytes[offset + 3];
    const length = marker >= MARKER.app0 ? Math.max(2, said) : said; // as libjpeg takes what it skips
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
