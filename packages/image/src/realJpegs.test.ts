import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { decodeJpeg } from "./decodeJpeg.ts";
import { decodePng } from "./decodePng.ts";
import type { Image } from "./image.ts";
import { ImageError } from "./imageError.ts";
import { decodeJpeg as decodeInNode } from "./node/decodeJpeg.ts";

/** JPEGs of other projects' tests, which are not ours to keep: compared where they are. */
const folder = join(import.meta.dirname, "../../../../shared/data/jpeg-real");
const read = (...path: readonly string[]): Uint8Array => new Uint8Array(readFileSync(join(folder, ...path)));
const filesBelow = (...path: readonly string[]): readonly string[] =>
  existsSync(folder) // a suite that is skipped is still collected
    ? readdirSync(join(folder, ...path), { recursive: true, encoding: "utf8" }).sort()
    : [];

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
/** What both decoders refuse: no Huffman tables of its own; scans cut short. */
const REFUSED = new Set(["mjpeg.jpg", "partial_progressive.jpg"]);
/** Noise at quality 100, where the fast IDCT is off by up to 74 levels, in TensorFlow too. */
const NOISE = new Set(["grayscale_16x24_sampling2x2.jpg", "grayscale_24x16_sampling2x2.jpg"]);
/** Tiny pictures of saturated colours at half resolution: what matters is how chroma is interpolated. */
const SUBSAMPLED = /jpg-size|jpg-progressive|extraneous/;

describe.skipIf(!existsSync(folder))("the JPEGs of other projects", () => {
  describe("the pairs of JPEG and PNG of image-rs", () => {
    const place = ["image-rs__jpeg-decoder", "tests", "reftest", "images"];
    const pairs = filesBelow(...place)
      .filter((name) => name.endsWith(".jpg") && !name.startsWith("lossless") && !UNPAIRED.has(name))
      .filter((name) => existsSync(join(folder, ...place, name.replace(".jpg", ".png"))));

    it.each(pairs)("%s", async (name) => {
      const bytes = read(...place, name);
      const png = withoutAlpha(decodePng(read(...place, name.replace(".jpg", ".png"))));
      const channels = png.channels === 1 ? 1 : 3;
      const [portable, native] = [
        await verdict(() => decodeJpeg(bytes, { channels })),
        await verdict(() => decodeInNode(bytes, { channels })),
      ];
      if (portable instanceof ImageError || native instanceof ImageError) {
        expect(REFUSED.has(name)).toBe(true);
        return;
      }
      expect(meanDifference(portable, png)).toBeLessThan(SUBSAMPLED.test(name) ? 15 : 1);
      if (!NOISE.has(name)) expect(meanDifference(native, png)).toBeLessThan(SUBSAMPLED.test(name) ? 6 : 1.5);
    });
  });

  describe("the references of jpeg-js", () => {
    const place = ["jpeg-js__jpeg-js", "test", "fixtures"];
    const names = filesBelow(...place).filter(
      (name) => name.endsWith(".rgba") && !name.includes("nocolortrans"),
    );

    it.each(names)("%s is what the portable decoder gives", (name) => {
      const image = decodeJpeg(read(...place, name.replace(".rgba", ".jpg")), { channels: 3 });
      const rgba = { data: read(...place, name), height: image.height, width: image.width, channels: 4 };
      expect(meanDifference(image, withoutAlpha(rgba))).toBe(0);
    });
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
