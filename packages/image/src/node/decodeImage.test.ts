import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { imageInfo } from "../files/imageInfo.ts";
import { ImageError } from "../image/imageError.ts";
import { encodePngSync } from "../png/encodePngSync.ts";
import { decodeImage } from "./decodeImage.ts";
import { decodeResized } from "./decodeResized.ts";
import { decodeJpeg } from "./decodeJpeg.ts";
import { decodeWithSharp } from "./decodeWithSharp.ts";

type Shape = readonly [height: number, width: number, channels: number];

/** A file and the pixels that Pillow decodes; bytes are Base64. */
interface Golden {
  readonly name: string;
  readonly format: string;
  readonly file: string;
  readonly shape: Shape;
  readonly pixels: string;
  readonly within: number;
  readonly upright?: { readonly shape: Shape; readonly pixels: string };
}

const fixture = (name: string): Buffer => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url));
const goldens = JSON.parse(fixture("decode/formats.json").toString()) as readonly Golden[];
const fromBase64 = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, "base64"));
const find = (name: string): Uint8Array =>
  fromBase64(goldens.find((golden) => golden.name === name)?.file ?? "");
const furthest = (data: Uint8Array, expected: Uint8Array): number =>
  expected.reduce(
    (most, level, i) => Math.max(most, Math.abs(level - data[i])),
    data.length - expected.length,
  );

describe("decodeImage", () => {
  it.each(goldens.map((golden) => [golden.name, golden] as const))(
    "decodes %s as Pillow does",
    async (_name, { format, file, shape, pixels, within, upright }) => {
      const bytes = fromBase64(file);
      const [height, width, channels] = shape;
      expect(imageInfo(bytes)).toEqual({ format, height, width, channels });
      const image = await decodeImage(bytes);
      expect([image.height, image.width, image.channels]).toEqual(shape);
      expect(furthest(image.data, fromBase64(pixels))).toBeLessThanOrEqual(within);
      if (upright === undefined) return;
      const turned = await decodeImage(bytes, { orient: true });
      expect([turned.height, turned.width, turned.channels]).toEqual(upright.shape);
      expect(furthest(turned.data, fromBase64(upright.pixels))).toBeLessThanOrEqual(within);
    },
  );

  it.each([1, 3, 4] as const)("converts every format to %i channels", async (channels) => {
    const files = [
      ...goldens.map(({ file }) => fromBase64(file)),
      fixture("420-q90.jpg"),
      fixture("gray.jpg"),
    ];
    for (const file of [...files, fixture("picture.png")]) {
      const image = await decodeImage(file, { channels });
      expect(image.channels).toBe(channels);
      expect(image.data.length).toBe(image.height * image.width * channels);
      if (channels === 4) continue;
      const { data } = await decodeImage(file);
      if (data.length === image.data.length) expect(image.data).toEqual(data);
    }
  });

  it("decodes JPEGs as decodeJpeg does, scaled and upright", async () => {
    const photo = fixture("420-q90.jpg"); // 48x64
    const minSize = { height: 12, width: 16 };
    expect(await decodeImage(photo)).toEqual(await decodeJpeg(photo));
    expect(await decodeImage(photo, { minSize })).toEqual(await decodeJpeg(photo, { ratio: 4 }));
    const turned = fixture("exif-orientation-6.jpg"); // upright, it has 64 rows of 48
    const image = await decodeImage(turned, { orient: true, minSize: { height: 16, width: 12 } });
    expect([image.height, image.width]).toEqual([16, 12]);
    expect((await decodeImage(turned, { orient: true })).height).toBe(64);
    expect((await decodeImage(turned)).height).toBe(48);
  });

  const files: readonly (readonly [format: string, file: Uint8Array])[] = [
    ["jpeg", fixture("420-q90.jpg")],
    ["png", fixture("picture.png")],
    ...goldens.map(({ format, file }) => [format, fromBase64(file)] as const),
  ];
  it.each(files)("compares the size in the header of a %s with the limit", async (format, file) => {
    const { height, width } = imageInfo(file);
    const most = height * width;
    await expect(decodeImage(file, { maxPixels: most })).resolves.toBeDefined();
    await expect(decodeImage(file, { maxPixels: most - 1, file: "a.img" })).rejects.toThrow(
      `a.img: ${format}: ${String(height)} rows of ${String(width)} exceed the limit of ${String(most - 1)} pixels`,
    );
  });

  it("does not allocate the size that a damaged header states", async () => {
    const file = find("bmp of 24 bits").slice();
    new DataView(file.buffer).setInt32(18, 9000, true);
    new DataView(file.buffer).setInt32(22, 9000, true);
    await expect(decodeImage(file)).rejects.toThrow("the data ends before the last row, which needs");
    const webp = find("webp, lossless").slice();
    webp.set([0xff, 0xff, 0xff, 0x0f], 21); // 16384 rows of 16384
    await expect(decodeImage(webp)).rejects.toThrow(
      "16384 rows of 16384 exceed the limit of 100000000 pixels",
    );
  });

  it.each(goldens.map(({ name, file }) => [name, fromBase64(file)] as const))(
    "refuses %s that is cut anywhere, or returns its picture",
    async (_name, file) => {
      for (const length of [1, 2, 13, 20, 30, 60, Math.floor(file.length / 2)]) {
        const cut = await decodeImage(file.subarray(0, length)).catch((error: unknown) => error);
        if (cut instanceof Error) expect(cut).toBeInstanceOf(ImageError);
      }
    },
  );

  it("refuses the decoder of a browser, and unknown ones", async () => {
    const photo = fixture("420-q90.jpg");
    await expect(decodeImage(photo, { decoder: "browser" })).rejects.toThrow(
      'decodeImage: decoder must be "exact" in Node',
    );
    await expect(decodeImage(photo, { decoder: "fast" as "exact" })).rejects.toThrow(
      "decodeImage: decoder must be",
    );
    const both = { height: 9, width: 9, exact: true, decoder: "browser" } as const;
    await expect(decodeResized(photo, both)).rejects.toThrow("decodeResized: exact must be false");
  });

  it("names sharp if it is not installed", async () => {
    const bytes = find("webp, lossy");
    const missing = { bytes, format: "webp", info: imageInfo(bytes), file: "a.webp" } as const;
    const load = (): Promise<never> => Promise.reject(new Error("Cannot find package 'sharp'"));
    await expect(decodeWithSharp(missing, load)).rejects.toThrow(
      "a.webp: webp: decoding it needs sharp: npm install sharp (Cannot find package 'sharp')",
    );
  });

  it("refuses unknown options and wrong values", async () => {
    const png = encodePngSync({ data: Uint8Array.of(1), height: 1, width: 1, channels: 1 });
    await expect(decodeImage(png, { ratio: 2 } as object)).rejects.toThrow(
      "decodeImage: unknown option ratio",
    );
    await expect(decodeImage(png, { channels: 2 } as object)).rejects.toThrow(
      "decodeImage: channels must be",
    );
    await expect(decodeImage(png, { maxPixels: 0 })).rejects.toThrow("decodeImage: maxPixels must be");
    await expect(decodeImage("photo.jpg" as unknown as Uint8Array)).rejects.toThrow("read the file first");
  });
});
