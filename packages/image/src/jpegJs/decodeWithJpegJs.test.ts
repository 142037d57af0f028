import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { JpegReport } from "../jpeg/validate/decodeJpegOptions.ts";
import { decodeJpegSync as decodePortably } from "../jpeg/decode/decodeJpegSync.ts";
import { encodeJpegSync } from "../jpeg/encode/encodeJpegSync.ts";
import { decodeWithJpegJs } from "./decodeWithJpegJs.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/${name}`, import.meta.url)));
const NAMES = [
  "420-progressive.jpg",
  "420-q30-optimised.jpg",
  "420-restart.jpg",
  "422-q90.jpg",
  "444-q95.jpg",
  "cmyk.jpg",
  "exif-orientation-6.jpg",
  "gray.jpg",
  "odd-size-420.jpg",
  "one-pixel.jpg",
];
const meanDifference = (one: Uint8Array, other: Uint8Array): number =>
  one.reduce((sum, value, i) => sum + Math.abs(value - other[i]), 0) / one.length;

describe("decodeWithJpegJs", () => {
  it.each(NAMES)("agrees with the default decoder but for chroma and rounding: %s", (name) => {
    for (const channels of [undefined, 1, 3] as const) {
      const options = channels === undefined ? {} : { channels };
      const [ours, theirs] = [
        decodePortably(fixture(name), options),
        decodeWithJpegJs(fixture(name), options),
      ];
      expect({ ...theirs, data: 0 }).toEqual({ ...ours, data: 0 });
      expect(theirs.data.length).toBe(ours.data.length);
      expect(meanDifference(theirs.data, ours.data)).toBeLessThan(channels === 1 ? 1.5 : 4);
    }
  });

  it.each(NAMES)("leaves a Buffer's bytes as they are: %s", (name) => {
    const bytes = Buffer.from(fixture(name));
    for (const channels of [1, 3] as const) decodeWithJpegJs(bytes, { channels });
    expect(bytes.equals(fixture(name))).toBe(true);
  });

  it("takes the options of the default decoder", () => {
    const reports: JpegReport[] = [];
    const memory = new Uint8Array(48 * 64 * 3);
    const { data } = decodeWithJpegJs(fixture("444-q95.jpg"), {
      allocate: () => memory,
      onDecode: (report) => reports.push(report),
    });
    expect(data).toBe(memory);
    expect(reports).toEqual([{ decoder: "jpeg-js", reason: "this is the jpeg-js entry", warnings: [] }]);
    expect(() => decodeWithJpegJs(memory, { chanels: 3 } as object)).toThrow(
      "decodeWithJpegJs: unknown option chanels",
    );
    expect(() => decodeWithJpegJs("photo.jpg" as never)).toThrow('must be a Uint8Array, got "photo.jpg"');
    expect(() => decodeWithJpegJs(fixture("gray.jpg"), { maxPixels: 9, file: "a.jpg" })).toThrow(
      "a.jpg: jpeg: 48 rows of 64 exceed the limit of 9 pixels",
    );
  });

  it("reads three components as RGB if an Adobe marker says so", () => {
    const flat = encodeJpegSync({
      data: new Uint8Array(8 * 8 * 3).fill(200),
      height: 8,
      width: 8,
      channels: 3,
    });
    const adobe = [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, 0];
    const bytes = Uint8Array.from([0xff, 0xd8, ...adobe, ...flat.subarray(20)]);
    expect([...decodeWithJpegJs(bytes).data.subarray(0, 3)]).toEqual([200, 128, 128]);
  });

  it("says what is beyond it", () => {
    const gray = fixture("gray.jpg");
    const arithmetic = gray.slice();
    arithmetic[gray.findIndex((byte, i) => byte === 0xff && gray[i + 1] === 0xc0) + 1] = 0xc9;
    expect(() => decodeWithJpegJs(arithmetic)).toThrow(
      "jpeg: jpeg-js cannot decode the image data: unknown JPEG marker ffc9; decodeJpeg of @tensorloom/image may read it",
    );
    expect(() => decodeWithJpegJs(gray.subarray(0, -20))).toThrow(
      "the data ends before the end-of-image marker",
    );
    expect(() => decodeWithJpegJs(gray.subarray(0, -20), { tryRecoverTruncated: true })).toThrow(
      "jpeg: jpeg-js does not recover truncated files",
    );
  });

  it("refuses by default what takes it long", () => {
    const large = fixture("444-q95.jpg");
    const sof = large.findIndex((byte, i) => byte === 0xff && large[i + 1] === 0xc0);
    large.set([0x0b, 0xb8, 0x0f, 0xa0], sof + 5); // 3000 rows of 4000
    expect(() => decodeWithJpegJs(large)).toThrow("set maxPixels, which is then the only limit");
  });
});
