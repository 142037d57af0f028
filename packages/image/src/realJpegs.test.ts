import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeJpeg } from "./jpeg/decode/decodeJpeg.ts";
import { decodePng } from "./png/decodePng.ts";
import type { Image } from "./image/image.ts";
import { ImageError } from "./image/imageError.ts";
import { decodeJpeg as decodeInNode } from "./node/decodeJpeg.ts";

/** JPEGs of other projects' tests, which are not ours to keep: compared where they are. */
const folder = join(import.meta.dirname, "../../../../shared/data/jpeg-real");
const read = (...path: readonly string[]): Uint8Array => new Uint8Array(readFileSync(join(folder, ...path)));
const filesBelow = (...path: readonly string[]): readonly string[] =>
  readdirSync(join(folder, ...path), { recursive: true, encoding: "utf8" }).sort();

/** An image or an ImageError; anything else is thrown on. */
async function verdict(decode: () => Image | Promise<Image>): Promise<Image | ImageError> {
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

/** No reference: their PNG is missing, or itself a file that is not what its name says. */
const UNPAIRED = new Set(["mozilla/jpg-size-6x6.jpg"]);
/** Noise at quality 100, where the fast IDCT is off by up to 74 levels, in TensorFlow too. */
const NOISE = new Set(["grayscale_16x24_sampling2x2.jpg", "grayscale_24x16_sampling2x2.jpg"]);
/** Tiny pictures of saturated colours at half resolution, and one whose scans are cut short: what matters is interpolation. */
const INTERPOLATED = /jpg-size|jpg-progressive|extraneous|partial_progressive/;

const isHere = existsSync(folder);
const place = ["image-rs__jpeg-decoder", "tests", "reftest", "images"];
const pairs = !isHere
  ? []
  : filesBelow(...place)
      .filter((name) => name.endsWith(".jpg") && !name.startsWith("lossless") && !UNPAIRED.has(name))
      .filter((name) => existsSync(join(folder, ...place, name.replace(".jpg", ".png"))));
const references = ["jpeg-js__jpeg-js", "test", "fixtures"];
const rgba = !isHere
  ? []
  : filesBelow(...references).filter((name) => name.endsWith(".rgba") && !name.includes("nocolortrans"));

describe.skipIf(!isHere)("the JPEGs of other projects", () => {
  it.each(pairs)("%s: the same pixels in both entries, near to the PNG beside it", async (name) => {
    const bytes = read(...place, name);
    const png = withoutAlpha(decodePng(read(...place, name.replace(".jpg", ".png"))));
    const channels = png.channels === 1 ? 1 : 3;
    const portable = decodeJpeg(bytes, { channels });
    expect(await decodeInNode(bytes, { channels })).toEqual(portable);
    if (!NOISE.has(name)) expect(meanDifference(portable, png)).toBeLessThan(INTERPOLATED.test(name) ? 9 : 2);
  });

  it.each(rgba)("%s: within 2 levels in the mean", (name) => {
    const image = decodeJpeg(read(...references, name.replace(".rgba", ".jpg")), { channels: 3 });
    const expected = {
      data: read(...references, name),
      height: image.height,
      width: image.width,
      channels: 4,
    };
    expect(meanDifference(image, withoutAlpha(expected))).toBeLessThan(2);
  });

  describe("files that fuzzers made, and other broken ones", () => {
    it.each([
      ["image-rs__jpeg-decoder", "fuzz-afl", "in"],
      ["image-rs__jpeg-decoder", "tests", "crashtest", "images"],
      ["image-rs__jpeg-decoder", "tests", "icc"],
    ])("%s/%s/%s: each an image or an ImageError, the same of the two in both decoders", async (...place) => {
      const names = filesBelow(...place).filter((name) => /\.(jpe?g|jp2)$/.test(name));
      expect(names.length).toBeGreaterThan(0);
      for (const name of names) {
        const bytes = read(...place, name);
        const portable = await verdict(() => decodeJpeg(bytes, { file: name }));
        const native = await verdict(() => decodeInNode(bytes, { file: name }));
        expect([name, native instanceof ImageError]).toEqual([name, portable instanceof ImageError]);
      }
    });
  });
});
