import { describe, expect, it } from "vitest";
import { validateJpeg } from "./validateJpeg.ts";
import { MARKER } from "../file/readSegments.ts";

/** A scan's place in the spectrum: first and last coefficient, and the bits before and after. */
type Band = readonly [from: number, to: number, high: number, low: number];

/** A file of so many bytes with these headers, and zeros for image data. */
function file(
  sof: number,
  [width, height]: readonly [number, number],
  sampling: readonly number[],
  scans: readonly (readonly [ids: readonly number[], band: Band])[],
  length: number,
): Uint8Array {
  const bytes: number[] = [0xff, MARKER.soi];
  const segment = (marker: number, body: readonly number[]): void =>
    void bytes.push(0xff, marker, 0, body.length + 2, ...body);
  const components = sampling.flatMap((factors, i) => [i + 1, factors, 0]);
  segment(sof, [8, height >> 8, height & 255, width >> 8, width & 255, sampling.length, ...components]);
  for (const [ids, [from, to, high, low]] of scans)
    segment(MARKER.sos, [ids.length, ...ids.flatMap((id) => [id, 0]), from, to, 16 * high + low]);
  const whole = new Uint8Array(Math.max(length, bytes.length + 2));
  whole.set(bytes);
  whole.set([0xff, MARKER.eoi], whole.length - 2);
  return whole;
}

const ALL: Band = [0, 63, 0, 0];
const COLOR = [1, 2, 3];
const HALF = [0x22, 0x11, 0x11];
/** The scans that cjpeg and browsers' encoders write. */
const TEN: readonly (readonly [readonly number[], Band])[] = [
  [COLOR, [0, 0, 0, 1]],
  [[1], [1, 5, 0, 2]],
  [[3], [1, 63, 0, 1]],
  [[2], [1, 63, 0, 1]],
  [[1], [6, 63, 0, 2]],
  [[1], [1, 63, 2, 1]],
  [COLOR, [0, 0, 1, 0]],
  [[3], [1, 63, 1, 0]],
  [[2], [1, 63, 1, 0]],
  [[1], [1, 63, 1, 0]],
];
const refinements = (scans: number): typeof TEN =>
  Array.from({ length: scans }, (_, i) => [
    [1],
    [1, 63, i % 13 === 0 ? 0 : 13 - (i % 13) + 1, 13 - (i % 13)],
  ]);

describe("the default limits of JPEGs", () => {
  it.each([
    ["48 megapixels of a phone, 12 MB", file(0xc0, [8064, 6048], HALF, [[COLOR, ALL]], 12e6)],
    ["48 megapixels, 3 MB", file(0xc0, [8064, 6048], HALF, [[COLOR, ALL]], 3e6)],
    ["24 megapixels, progressive, 2.5 MB", file(0xc2, [6000, 4000], HALF, TEN, 2.5e6)],
    ["12 megapixels, progressive, 0.7 MB", file(0xc2, [4000, 3000], HALF, TEN, 0.7e6)],
    ["8 megapixels of one colour, 40 KB", file(0xc0, [3840, 2160], HALF, [[COLOR, ALL]], 4e4)],
    [
      "1024x1024 at full resolution, 200 KB",
      file(0xc0, [1024, 1024], [0x11, 0x11, 0x11], [[COLOR, ALL]], 2e5),
    ],
    ["6 megapixels, arithmetic, 1 MB", file(0xc9, [3000, 2000], HALF, [[COLOR, ALL]], 1e6)],
  ])("admit %s", (_, bytes) => {
    expect(validateJpeg("decodeJpegSync", bytes, {}).height).toBeGreaterThan(0);
  });

  it.each([
    ["90 megapixels of gray", file(0xc0, [10_000, 9000], [0x11], [[[1], ALL]], 9e5)],
    ["60 megapixels of colour", file(0xc0, [10_000, 6000], HALF, [[COLOR, ALL]], 9e5)],
    ["16 megapixels of inks", file(0xc0, [4000, 4000], [0x11, 0x11, 0x11, 0x11], [[[1, 2, 3, 4], ALL]], 9e5)],
    [
      "16 megapixels of means alone",
      file(0xc2, [4000, 4000], [0x11, 0x11, 0x11], [[COLOR, [0, 0, 0, 0]]], 9e5),
    ],
    ["9 megapixels in 40 scans", file(0xc2, [3000, 3000], HALF, [TEN[0], ...refinements(39)], 9e5)],
    ["4 megapixels in 190 scans", file(0xc2, [2000, 2000], HALF, [TEN[0], ...refinements(189)], 9e5)],
    ["24 megapixels of arithmetic code", file(0xc9, [6000, 4000], HALF, [[COLOR, ALL]], 9e5)],
  ])("refuse %s in less than 1 MB, and say which option lifts the limit", (_, bytes) => {
    expect(() => validateJpeg("decodeJpegSync", bytes, {})).toThrow(
      "set maxPixels, which is then the only limit",
    );
    expect(validateJpeg("decodeJpegSync", bytes, { maxPixels: 1e8 }).height).toBeGreaterThan(0);
  });
});
