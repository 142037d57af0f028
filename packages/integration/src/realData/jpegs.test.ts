import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { decodeJpeg, decodeJpegSync, decodePngSync, type Image, ImageError } from "@tensorloom/image";
import { describe, expect, it } from "vitest";
import { dataFolder } from "./dataFolder.ts";

/** JPEGs from the tests of other projects. */
const { folder, missing } = dataFolder("jpeg-real");
const read = (...path: readonly string[]): Uint8Array => new Uint8Array(readFileSync(join(folder, ...path)));
const filesBelow = (...path: readonly string[]): readonly string[] =>
  readdirSync(join(folder, ...path), { recursive: true, encoding: "utf8" }).sort();

/** An image or an ImageError; anything else is thrown on. */
async function imageOrError(decode: () => Image | Promise<Image>): Promise<Image | ImageError> {
  try {
    return await decode();
  } catch (error) {
    if (error instanceof ImageError) return error;
    throw error;
  }
}

function withoutAlpha({ data, height, width, channels }: Image<Uint8Array>): Image<Uint8Array> {
  const kept = channels === 2 ? 1 : 3;
  if (channels <= kept) return { data, height, width, channels };
  return { data: data.filter((_, i) => i % channels < kept), height, width, channels: kept };
}

function meanDifference(one: Image, other: Image): number {
  expect([one.height, one.width, one.channels]).toEqual([other.height, other.width, other.channels]);
  let sum = 0;
  one.data.forEach((value, i) => (sum += Math.abs(value - other.data[i])));
  return sum / one.data.length;
}

/** Without a usable reference: the PNG beside it is missing or is not a PNG. */
const UNPAIRED = new Set(["mozilla/jpg-size-6x6.jpg"]);
/** Noise at quality 100: the fast IDCT differs by up to 74 levels, in TensorFlow too. */
const NOISE = new Set(["grayscale_16x24_sampling2x2.jpg", "grayscale_24x16_sampling2x2.jpg"]);
/** Tiny pictures whose saturated colours have half the resolution, and one with truncated scans: mostly interpolated. */
const INTERPOLATED = /jpg-size|jpg-progressive|extraneous|partial_progressive/;

const place = ["image-rs__jpeg-decoder", "tests", "reftest", "images"];
const pairs = missing
  ? []
  : filesBelow(...place)
      .filter((name) => name.endsWith(".jpg") && !name.startsWith("lossless") && !UNPAIRED.has(name))
      .filter((name) => existsSync(join(folder, ...place, name.replace(".jpg", ".png"))));
const references = ["jpeg-js__jpeg-js", "test", "fixtures"];
const rgba = missing
  ? []
  : filesBelow(...references).filter((name) => name.endsWith(".rgba") && !name.includes("nocolortrans"));

describe.skipIf(missing)("the JPEGs of other projects", () => {
  it.each(pairs)("%s: both entries decode the same pixels, close to the PNG beside it", async (name) => {
    const bytes = read(...place, name);
    const png = withoutAlpha(decodePngSync(read(...place, name.replace(".jpg", ".png"))));
    const channels = png.channels === 1 ? 1 : 3;
    const portable = decodeJpegSync(bytes, { channels });
    expect(await decodeJpeg(bytes, { channels })).toEqual(portable);
    if (!NOISE.has(name)) expect(meanDifference(portable, png)).toBeLessThan(INTERPOLATED.test(name) ? 9 : 2);
  });

  it.each(rgba)("%s: within 2 levels of the reference on average", (name) => {
    const image = decodeJpegSync(read(...references, name.replace(".rgba", ".jpg")), { channels: 3 });
    const expected = {
      data: read(...references, name),
      height: image.height,
      width: image.width,
      channels: 4,
    };
    expect(meanDifference(image, withoutAlpha(expected))).toBeLessThan(2);
  });

  describe("broken files, many made by fuzzers", () => {
    it.each([
      ["image-rs__jpeg-decoder", "fuzz-afl", "in"],
      ["image-rs__jpeg-decoder", "tests", "crashtest", "images"],
      ["image-rs__jpeg-decoder", "tests", "icc"],
    ])("%s/%s/%s: both decoders return an image, or both throw an ImageError", async (...place) => {
      const names = filesBelow(...place).filter((name) => /\.(jpe?g|jp2)$/.test(name));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const bytes = read(...place, name);
        const portable = await imageOrError(() => decodeJpegSync(bytes, { file: name }));
        const native = await imageOrError(() => decodeJpeg(bytes, { file: name }));
        expect([name, native instanceof ImageError]).toEqual([name, portable instanceof ImageError]);
      }
    });
  });
});
