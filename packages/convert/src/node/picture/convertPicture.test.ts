import { decodeImage, encodePngSync, imageInfo, probeJpeg } from "@tensorloom/image";
import { join } from "node:path";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { jpeg, temporaryFolder, write } from "../../../fixtures/pictures.ts";
import { convertPicture } from "./convertPicture.ts";
import type { PictureSettings } from "./pictureSettings.ts";

const home = temporaryFolder();
let number = 0;

const PLAIN: PictureSettings = { size: undefined, method: "bilinear", quality: undefined, verify: true };

async function convert(bytes: Uint8Array, settings: Partial<PictureSettings> = {}): Promise<Uint8Array> {
  const path = write(join(home, String(number++)), bytes);
  const { bytes: converted, damage } = await convertPicture({ ...PLAIN, ...settings, path });
  if (converted === undefined) throw new Error(damage);
  return converted;
}

const rgba = encodePngSync({
  data: new Uint8Array(20 * 10 * 4).fill(128),
  height: 20,
  width: 10,
  channels: 4,
});

/** A JPEG of 12 rows of 18 pixels, with the EXIF orientation 6: the viewer turns it to 18 rows of 12. */
function rotated(): Uint8Array {
  const exif = "457869660000" + "4d4d002a00000008" + "0001" + "011200030000000100060000" + "00000000";
  const body = Uint8Array.from(exif.match(/../g) ?? [], (hex) => parseInt(hex, 16));
  const plain = jpeg(3);
  return Uint8Array.of(0xff, 0xd8, 0xff, 0xe1, 0, body.length + 2, ...body, ...plain.subarray(2));
}

describe("convertPicture", () => {
  it("keeps the bytes without settings, and those of pictures that have the size", async () => {
    const picture = jpeg(1);
    expect(await convert(picture)).toEqual(picture);
    expect(await convert(picture, { size: 12 })).toEqual(picture);
    expect(await convert(picture, { size: [12, 18] })).toEqual(picture);
    expect(await convert(rotated())).toEqual(rotated());
  });

  it.each<[PictureSettings["size"], number, number]>([
    [6, 6, 9],
    [5, 5, 8], // 7.5 is rounded up
    [24, 24, 36],
    [[7, 5], 7, 5],
  ])("resizes 12x18 to %j: %i rows of %i", async (size, height, width) => {
    expect(probeJpeg(await convert(jpeg(1), { size }))).toMatchObject({ height, width });
  });

  it("makes resized pictures upright", async () => {
    expect(probeJpeg(await convert(rotated(), { size: 6 }))).toMatchObject({ height: 9, width: 6 });
    expect(probeJpeg(await convert(rotated(), { size: 12 }))).toMatchObject({ height: 18, width: 12 });
    expect(probeJpeg(await convert(rotated(), { size: [4, 8] }))).toMatchObject({ height: 4, width: 8 });
  });

  it("decodes a large JPEG at a fraction of its size, with about the same pixels", async () => {
    const smooth = await sharp({
      create: { width: 640, height: 480, channels: 3, background: { r: 200, g: 90, b: 30 } },
    })
      .jpeg()
      .toBuffer();
    const small = await decodeImage(await convert(smooth, { size: 30 }));
    expect([small.height, small.width]).toEqual([30, 40]);
    for (const [i, level] of [200, 90, 30].entries())
      expect(Math.abs(small.data[3 * 615 + i] - level)).toBeLessThanOrEqual(3);
  });

  it("keeps PNG with its alpha, unless a quality makes it a JPEG", async () => {
    expect(imageInfo(await convert(rgba, { size: 5 }))).toEqual({
      format: "png",
      height: 10,
      width: 5,
      channels: 4,
    });
    expect(imageInfo(await convert(rgba, { quality: 80 }))).toEqual({
      format: "jpeg",
      height: 20,
      width: 10,
      channels: 3,
    });
  });

  it("encodes at the quality", async () => {
    const [low, high] = [await convert(jpeg(1), { quality: 20 }), await convert(jpeg(1), { quality: 90 })];
    expect(low.length).toBeLessThan(high.length);
  });

  it("resizes WebP and GIF, with sharp", async () => {
    const picture = sharp(Buffer.from(rgba)).removeAlpha();
    const [webp, gif] = [await picture.webp().toBuffer(), await picture.gif().toBuffer()];
    expect(await convert(webp)).toEqual(new Uint8Array(webp));
    expect(imageInfo(await convert(webp, { size: 5 }))).toMatchObject({
      format: "jpeg",
      height: 10,
      width: 5,
    });
    expect(imageInfo(await convert(gif, { size: 5 }))).toMatchObject({ format: "png", height: 10, width: 5 });
  });

  it.each<[string, Uint8Array, boolean, string]>([
    ["an empty file", Uint8Array.of(), false, "the file is empty"],
    [
      "another file",
      new TextEncoder().encode("<html>"),
      false,
      "a JPEG, PNG, WebP, GIF, BMP or AVIF expected",
    ],
    ["a cut JPEG", jpeg(1).subarray(0, -100), true, "jpeg: "],
    ["a cut PNG", rgba.subarray(0, -30), true, "png: "],
  ])("says what is wrong with %s", async (_name, bytes, onlyDecoded, message) => {
    await expect(convert(bytes)).rejects.toThrow(message);
    await expect(convert(bytes, { size: 4 })).rejects.toThrow(message);
    if (onlyDecoded) expect(await convert(bytes, { verify: false })).toEqual(new Uint8Array(bytes));
    else await expect(convert(bytes, { verify: false })).rejects.toThrow(message);
  });
});
