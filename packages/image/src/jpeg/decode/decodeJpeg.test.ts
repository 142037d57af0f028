import { readFileSync } from "node:fs";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import type { JpegReport } from "../validate/decodeJpegOptions.ts";
import { decodeJpegSync } from "./decodeJpegSync.ts";
import { encodeJpegSync } from "../encode/encodeJpegSync.ts";
import { ImageError } from "../../image/imageError.ts";
import { decodeJpeg as decodeInNode } from "../../node/decodeJpeg.ts";
import { jpegDecoder } from "../../node/jpegTurbo.ts";

interface Golden {
  readonly file: string;
  readonly shape: readonly [height: number, width: number, channels: number];
}

interface Row {
  readonly file: string;
  readonly gray?: Golden;
  readonly "accurate-fancy": Golden;
  readonly "accurate-plain"?: Golden;
  readonly "fast-fancy"?: Golden;
}

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url)));
const rows = JSON.parse(new TextDecoder().decode(fixture("decode_jpeg.json"))) as readonly Row[];

/** The largest difference of any value, of 255 levels. */
function furthest(ours: Uint8Array, { file }: Golden): number {
  const golden = fixture(file);
  expect(ours.length).toBe(golden.length);
  return golden.reduce((most, value, i) => Math.max(most, Math.abs(value - ours[i])), 0);
}

const { name } = await jpegDecoder();
const promised: typeof decodeInNode = (bytes, options) =>
  new Promise((resolve) => resolve(decodeJpegSync(bytes, options)));
const entries: readonly (readonly [string, typeof decodeInNode, string])[] = [
  ["the portable decoder", promised, "decodeJpegSync"],
  [`Node, here ${name}`, decodeInNode, "decodeJpeg"],
];

describe.each(entries)("%s", (_name, decode, called) => {
  it.each(rows.filter((row) => row["fast-fancy"]))(
    "makes TensorFlow's pixels, to the last bit: $file",
    async (row) => {
      const { data, height, width, channels } = await decode(fixture(row.file), { channels: 3 });
      expect([height, width, channels]).toEqual(row["fast-fancy"]!.shape);
      expect(furthest(data, row["fast-fancy"]!)).toBe(0);
      expect(furthest((await decode(fixture(row.file), { channels: 1 })).data, row.gray!)).toBe(0);
    },
  );

  it.each(rows)("is within 5 levels of the accurate IDCT: $file", async (row) => {
    const { data } = await decode(fixture(row.file), { channels: 3 });
    expect(furthest(data, row["accurate-fancy"])).toBeLessThanOrEqual(5);
  });

  it("decodes a view into a larger buffer, a Buffer, and shared memory, and leaves the bytes as they are", async () => {
    const jpeg = fixture("gray.jpg");
    const expected = (await decode(jpeg)).data;
    const larger = new Uint8Array(jpeg.length + 20);
    larger.set(jpeg, 7);
    const shared = new Uint8Array(new SharedArrayBuffer(jpeg.length + 3), 3);
    shared.set(jpeg);
    const views = [
      larger.subarray(7, 7 + jpeg.length),
      Buffer.from(jpeg),
      new Uint8ClampedArray(jpeg),
      shared,
    ];
    for (const view of views) {
      const image = await decode(view, { channels: 1 });
      expect(image.data).toEqual(expected);
      expect(Buffer.compare(Buffer.from(view), Buffer.from(jpeg))).toBe(0);
    }
    const data = new DataView(larger.buffer, 7, jpeg.length) as unknown as Uint8Array;
    expect((await decode(data)).data).toEqual(expected);
    const elsewhere = runInNewContext("Uint8Array.from(bytes)", { bytes: [...jpeg] }) as Uint8Array;
    expect((await decode(elsewhere)).data).toEqual(expected);
  });

  it.each([
    ["photo.jpg", 'bytes must be a Uint8Array, got "photo.jpg"; read the file first'],
    [new ArrayBuffer(8), "bytes must be a Uint8Array"],
    [null, "bytes must be a Uint8Array, got null"],
  ])("refuses %s with a sentence", async (bytes, sentence) => {
    await expect(decode(bytes as unknown as Uint8Array)).rejects.toThrow(`${called}: ${sentence}`);
  });

  it("refuses unknown options", async () => {
    await expect(decode(photo, { chanels: 3 } as object)).rejects.toThrow(
      `${called}: unknown option chanels`,
    );
  });

  it("decodes many at a time, while the bytes are transferred", async () => {
    const jpeg = fixture("444-q95.jpg");
    const expected = (await decode(jpeg)).data;
    const pending = Array.from({ length: 50 }, () => {
      const bytes = jpeg.slice();
      const image = decode(bytes, { allocate: (length) => new Uint8Array(length) });
      structuredClone(bytes.buffer, { transfer: [bytes.buffer] });
      return image;
    });
    for (const { data } of await Promise.all(pending)) expect(data).toEqual(expected);
  });

  it("reports the decoder and the damage", async () => {
    const reports: JpegReport[] = [];
    await decode(photo, { onDecode: (report) => reports.push(report) });
    const between = new Array<number>(40).fill(1);
    const junk = Uint8Array.from([...photo.subarray(0, -2), ...between, ...photo.subarray(-2)]);
    await decode(junk, { onDecode: (report) => reports.push(report) });
    const native = decode === decodeInNode && name === "jpeg-turbo";
    expect(reports.map(({ decoder }) => decoder)).toEqual([native ? "jpeg-turbo" : "portable", "portable"]);
    expect(reports.map(({ warnings }) => warnings)).toEqual([[], ["unexpected bytes before a marker"]]);
    await expect(decode(junk, { strict: true })).rejects.toThrow(
      "jpeg: the image data is damaged: unexpected bytes before a marker",
    );
  });

  it("decodes a file that is truncated as far as it goes, if requested", async () => {
    const cutOff = photo.subarray(0, 1500);
    const whole = (await decode(photo)).data;
    const { data } = await decode(cutOff, { tryRecoverTruncated: true });
    expect(data.length).toBe(whole.length);
    const same = data.findIndex((value, i) => value !== whole[i]);
    expect(same).toBeGreaterThan(64 * 3 * 8);
  });

  it("refuses what takes far more than its bytes are worth, unless a limit is set", async () => {
    const huge = photo.slice();
    const at = photo.findIndex((byte, i) => byte === 0xff && photo[i + 1] === 0xc0) + 5;
    huge.set([0x27, 0x10, 0x27, 0x10], at); // 10,000 x 10,000
    await expect(decode(huge)).rejects.toThrow("10000 rows of 10000 take 300 MB");
    huge.set([0x03, 0xe8, 0x03, 0xe8], at);
    expect((await decode(huge, { maxPixels: 1e6 })).width).toBe(1000);
  });
});

const photo = fixture("420-q90.jpg");
const cut = (bytes: Uint8Array, from: number, without: number): Uint8Array =>
  Uint8Array.from([...bytes.subarray(0, from), ...bytes.subarray(from + without)]);
const changed = (at: number, ...values: readonly number[]): Uint8Array => {
  const copy = photo.slice();
  copy.set(values, at);
  return copy;
};
const sof = photo.findIndex((byte, i) => byte === 0xff && photo[i + 1] === 0xc0);
const sos = photo.findIndex((byte, i) => byte === 0xff && photo[i + 1] === 0xda);

const broken: readonly (readonly [
  what: string,
  bytes: Uint8Array,
  sentence: string,
  offset: number | undefined,
])[] = [
  ["nothing", new Uint8Array(0), "no start-of-image marker (FF D8), got no bytes, at byte 0", 0],
  ["a PNG", fixture("picture.png"), "no start-of-image marker (FF D8), got 89 50 4E, at byte 0", 0],
  ["a start alone", photo.subarray(0, 2), "the data ends before the end-of-image marker, at byte 2", 2],
  ["a cut header", photo.subarray(0, 10), "the segment FF E0 runs past the end, at byte 2", 2],
  ["a cut scan", photo.subarray(0, 1200), "the data ends before the end-of-image marker, at byte 1200", 1200],
  ["no frame header", cut(photo, sof, 19), "no frame header before the image data", sos - 19],
  [
    "12 bits per sample",
    changed(sof + 4, 12),
    `8 bits per sample expected, got 12, at byte ${String(sof)}`,
    sof,
  ],
  ["no rows", changed(sof + 5, 0, 0), `the image is empty: 0 rows of 64, at byte ${String(sof)}`, sof],
  ["2 components", changed(sof + 9, 2), `1, 3 or 4 components expected, got 2, at byte ${String(sof)}`, sof],
  [
    "sampling of 0",
    changed(sof + 11, 0x20),
    `sampling factors must be from 1 to 4, at byte ${String(sof)}`,
    sof,
  ],
  [
    "lossless coding",
    changed(sof + 1, 0xcb),
    "only sequential and progressive coding are supported, got SOF11",
    sof,
  ],
  [
    "65,535 rows and columns",
    changed(sof + 5, 255, 255, 255, 255),
    "65535 rows of 65535 exceed the limit of",
    undefined,
  ],
  ["a scan of components that there are not", changed(sos + 5, 9), "invalid component ID 9 in a scan", sos],
];

describe.each([
  ["portable", decodeJpegSync],
  ["./node", decodeInNode],
])("a broken file in the %s decoder", (_name, decode) => {
  it.each(broken)("%s: an ImageError", async (_what, bytes, sentence, offset) => {
    const error: unknown = await (async () => decode(bytes, { file: "mole.jpg" }))().catch(
      (caught: unknown) => caught,
    );
    expect(error).toBeInstanceOf(ImageError);
    expect(error).toMatchObject({ name: "ImageError", format: "jpeg", file: "mole.jpg", offset });
    expect((error as ImageError).message).toContain(`mole.jpg: jpeg: ${sentence}`);
  });

  it("damage in the image data: a picture and a warning, or an ImageError if it is requested for", async () => {
    const damaged = changed(1000, 0xff, 0xd3);
    expect((await decode(damaged)).width).toBe(64);
    await expect((async () => decode(damaged, { strict: true }))()).rejects.toThrow(
      "jpeg: the image data is damaged",
    );
  });

  it("every truncation of a file: an ImageError", async () => {
    for (let length = 0; length < photo.length; length += 7) {
      const error: unknown = await (async () => decode(photo.subarray(0, length)))().catch(
        (caught: unknown) => caught,
      );
      expect(error).toBeInstanceOf(ImageError);
    }
  });

  it("unexpected bytes before the end: an image, as libjpeg returns with a warning", async () => {
    const bytes = Uint8Array.from([...photo.subarray(0, -2), 1, 2, 3, ...photo.subarray(-2)]);
    expect((await decode(bytes)).width).toBe(64);
  });

  it("a bomb of scans is refused before it is gone over", async () => {
    const scans = Array.from({ length: 300 }, () => [...photo.subarray(sos, sos + 14), 0]).flat();
    const bytes = Uint8Array.from([...photo.subarray(0, sos), ...scans, 0xff, 0xd9]);
    await expect((async () => decode(bytes))()).rejects.toThrow("more than 200 scans");
  });
});

describe("decodeJpeg", () => {
  it("takes a limit on the size", () => {
    expect(decodeJpegSync(photo, { maxPixels: 64 * 48 }).width).toBe(64);
    expect(() => decodeJpegSync(photo, { maxPixels: 64 * 48 - 1 })).toThrow(
      "jpeg: 48 rows of 64 exceed the limit of 3071 pixels",
    );
  });

  it("checks its options", () => {
    expect(() => decodeJpegSync(photo, { maxPixels: 0 })).toThrow(
      "decodeJpegSync: maxPixels must be an integer of at least 1",
    );
    expect(() => decodeJpegSync(photo, { channels: 4 as 3 })).toThrow(
      "decodeJpegSync: channels must be one of 1, 3, got 4",
    );
  });

  it("keeps a gray file gray, and makes it RGB on request", () => {
    expect(decodeJpegSync(fixture("gray.jpg")).channels).toBe(1);
    expect(decodeJpegSync(fixture("gray.jpg"), { channels: 3 }).channels).toBe(3);
  });

  it("reads three components as RGB if an Adobe marker says so", () => {
    const flat = encodeJpegSync({
      data: new Uint8Array(8 * 8 * 3).fill(200),
      height: 8,
      width: 8,
      channels: 3,
    });
    const adobe = [0xff, 0xee, 0, 14, ...new TextEncoder().encode("Adobe"), 0, 100, 0, 0, 0, 0, 0];
    const bytes = Uint8Array.from([0xff, 0xd8, ...adobe, ...flat.subarray(20)]); // without JFIF, which would win
    const [red, green, blue] = decodeJpegSync(bytes).data;
    expect([red, green, blue]).toEqual([200, 128, 128]); // luma and two chromas of zero, taken as they are
  });

  it.each(entries)("stores the pixels in the memory of `allocate`: %s", async (_, decode, called) => {
    for (const name of ["gray.jpg", "cmyk.jpg"]) {
      const requested: number[] = [];
      const memory = new Uint8Array(3 + 48 * 64 * 3);
      const allocate = (bytes: number): Uint8Array => {
        requested.push(bytes);
        return memory.subarray(3, 3 + bytes);
      };
      const [there, expected] = [await decode(fixture(name), { allocate }), await decode(fixture(name))];
      expect(requested).toEqual([expected.data.length]);
      expect(there.data.buffer).toBe(memory.buffer);
      expect(there.data.byteOffset).toBe(3);
      expect([...there.data]).toEqual([...expected.data]);
    }
    await expect(decode(photo, { allocate: () => new Uint8Array(8) })).rejects.toThrow(
      `${called}: allocate must return 9216 bytes, got 8`,
    );
  });
});
