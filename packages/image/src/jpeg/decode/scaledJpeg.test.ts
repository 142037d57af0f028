import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { decodeWithJpegJs } from "../../jpegJs/decodeWithJpegJs.ts";
import { decodeJpeg as decodeInNode } from "../../node/decodeJpeg.ts";
import type { JpegReport } from "../validate/decodeJpegOptions.ts";
import { decodeJpegSync } from "./decodeJpegSync.ts";

interface Golden {
  readonly file: string;
  readonly ratio: 2 | 4 | 8;
  readonly shape: readonly [height: number, width: number, channels: 1 | 3];
  /** Base64. */
  readonly pixels: string;
}

const fixture = (name: string): Buffer => readFileSync(new URL(`../../../fixtures/${name}`, import.meta.url));
const goldens = JSON.parse(fixture("decode/scaled_jpeg.json").toString()) as readonly Golden[];
const photo = fixture("420-q90.jpg"); // 48x64

describe("a JPEG that is decoded at a fraction of its size", () => {
  it.each(goldens.map((golden) => [golden.file, golden.ratio, golden.shape[2], golden] as const))(
    "%s by %i, %i channels, has the pixels of tf.io.decode_jpeg",
    (file, ratio, channels, { shape, pixels }) => {
      const image = decodeJpegSync(fixture(file), { ratio, channels });
      expect([image.height, image.width, image.channels]).toEqual(shape);
      expect(Buffer.from(image.data).equals(Buffer.from(pixels, "base64"))).toBe(true);
    },
  );

  it.each(["420-arithmetic.jpg", "420-arithmetic-progressive.jpg"])("reads %s", (file) => {
    expect(decodeJpegSync(fixture(file), { ratio: 4 })).toEqual(decodeJpegSync(photo, { ratio: 4 }));
  });

  it("is decoded by the portable decoder in Node, too", async () => {
    let report: JpegReport | undefined;
    const image = await decodeInNode(photo, { ratio: 2, onDecode: (decoded) => (report = decoded) });
    expect(image).toEqual(decodeJpegSync(photo, { ratio: 2 }));
    expect(report?.decoder).toBe("portable");
  });

  it("fills the memory of allocate", () => {
    const memory = new Uint8Array(6 * 8 * 3);
    expect(decodeJpegSync(photo, { ratio: 8, allocate: () => memory }).data).toBe(memory);
    expect(memory).toEqual(decodeJpegSync(photo, { ratio: 8 }).data);
  });
});

describe("minSize", () => {
  it.each([
    [12, 16, 12, 16], // a quarter, exactly
    [13, 16, 24, 32],
    [12, 17, 24, 32],
    [6, 8, 6, 8],
    [1, 1, 6, 8],
    [48, 64, 48, 64],
    [100, 100, 48, 64], // larger than the picture
  ])("of %i rows of %i decodes %i rows of %i", (height, width, rows, columns) => {
    const image = decodeJpegSync(photo, { minSize: { height, width } });
    expect([image.height, image.width]).toEqual([rows, columns]);
  });

  it("counts sides that are rounded up", () => {
    const odd = fixture("odd-size-420.jpg"); // 29x37
    expect(decodeJpegSync(odd, { minSize: { height: 15, width: 19 } }).height).toBe(15);
  });
});

describe("a wrong scale", () => {
  it.each([
    [{ ratio: 3 }, "decodeJpegSync: ratio must be one of 1, 2, 4, 8, got 3"],
    [{ ratio: 2, minSize: { height: 1, width: 1 } }, "decodeJpegSync: set ratio or minSize, not both"],
    [{ minSize: { height: 1 } }, "decodeJpegSync: minSize.width must be an integer of at least 1"],
    [{ minSize: { height: 1, width: 1, depth: 1 } }, "decodeJpegSync: minSize: unknown option depth"],
  ])("%o is refused", (options, sentence) => {
    expect(() => decodeJpegSync(photo, options as object)).toThrow(sentence);
  });

  it("is refused by jpeg-js, which does not scale", () => {
    expect(() => decodeWithJpegJs(photo, { ratio: 2 })).toThrow("decodeWithJpegJs: ratio must be 1, got 2");
  });

  it("does not lift the limit on the file's pixels", () => {
    expect(() => decodeJpegSync(photo, { ratio: 8, maxPixels: 3071 })).toThrow(
      "48 rows of 64 exceed the limit of 3071 pixels",
    );
  });
});
