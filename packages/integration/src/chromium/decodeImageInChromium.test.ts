import { encodeJpeg, encodePng } from "@tensorloom/image";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath } from "../../../../.config/browser/chromium.ts";
import { drawScene } from "./drawScene.ts";
import { type Difference, type ImagePage, openImagePage } from "./imagePage.ts";

/** A file and the pixels that Pillow decodes; bytes are Base64. */
interface Golden {
  readonly name: string;
  readonly file: string;
  readonly shape: readonly [height: number, width: number, channels: number];
  readonly pixels: string;
  readonly within: number;
  readonly upright?: Pick<Golden, "shape" | "pixels">;
}

const root = join(import.meta.dirname, "../../../..");
const goldens = JSON.parse(
  readFileSync(join(root, "packages/image/fixtures/decode/formats.json"), "utf8"),
) as readonly Golden[];

const fixture = (name: string): Buffer => readFileSync(join(root, "packages/image/fixtures", name));

/** A PNG whose gamma a decoder must not apply: 1, when pictures have 1 / 2.2. */
async function withGamma(): Promise<Buffer> {
  const png = Buffer.from(await encodePng(drawScene(32)));
  const chunk = Buffer.from([...Buffer.from("gAMA"), 0, 1, 0x86, 0xa0]); // 100000
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(4);
  sum.writeUInt32BE(crc32(chunk));
  const afterHeader = 33;
  return Buffer.concat([png.subarray(0, afterHeader), length, chunk, sum, png.subarray(afterHeader)]);
}

describe.skipIf(executablePath === undefined)("decodeImage in Chromium", () => {
  let opened: ImagePage | undefined;
  let page: Page;

  beforeAll(async () => {
    opened = await openImagePage();
    ({ page } = opened);
  });
  afterAll(() => opened?.close());

  const decode = (
    file: string,
    options: { readonly orient?: boolean; readonly decoder?: "browser" } = {},
  ): Promise<{ readonly shape: readonly number[]; readonly data: readonly number[] }> =>
    page.evaluate(`decode(${JSON.stringify(file)}, ${JSON.stringify(options)})`);

  it.each(goldens.map((golden) => [golden.name, golden] as const))(
    "decodes %s as Pillow does",
    async (name, { file, shape, pixels, within }) => {
      const image = await decode(file);
      expect(image.shape).toEqual(shape);
      if (name === "avif with alpha") return; // Chromium takes the alpha that Pillow writes for limited range
      const expected = Buffer.from(pixels, "base64");
      const [channels, alpha] = [shape[2], shape[2] - 1];
      image.data.forEach((level, i) => {
        // A canvas keeps colours multiplied by alpha: the less opaque a pixel, the coarser its colour.
        const opacity = channels === 4 && i % 4 !== 3 ? expected[i - (i % channels) + alpha] : 255;
        const blur = opacity === 255 ? 0 : opacity === 0 ? 255 : Math.ceil(255 / opacity);
        expect(Math.abs(level - expected[i])).toBeLessThanOrEqual(Math.max(within, blur));
      });
    },
  );

  it("rotates a WebP upright by its EXIF orientation if asked", async () => {
    const { file, upright } = goldens.find((golden) => golden.upright !== undefined) ?? goldens[0];
    const { shape, data } = await decode(file, { orient: true });
    expect(shape).toEqual(upright?.shape);
    expect(Buffer.from(data).equals(Buffer.from(upright?.pixels ?? "", "base64"))).toBe(true);
  });

  it("refuses a damaged file", async () => {
    const cut = goldens.find(({ name }) => name === "webp, lossless")?.file.slice(0, 60) ?? "";
    await expect(decode(cut)).rejects.toThrow("webp: the browser cannot decode it");
  });

  type Where = "" | "inWorker";
  const compare = (where: Where, file: Buffer, options = {}): Promise<Difference> => {
    const values = [file.toString("base64"), options].map((value) => JSON.stringify(value)).join(", ");
    return page.evaluate(where === "" ? `compare(${values})` : `inWorker("compare", ${values})`);
  };

  it.each([
    ["JPEG, 4:2:0, quality 90", () => encodeJpeg(drawScene(256), { quality: 90 }), 10, 1.2],
    ["JPEG, 4:4:4", () => encodeJpeg(drawScene(256), { quality: 95, subsampling: "444" }), 10, 1.4],
    ["gray JPEG", () => fixture("gray.jpg"), 3, 1],
    ["PNG", () => fixture("picture.png"), 0, 0],
    ["PNG with a gamma", withGamma, 0, 0],
  ] as const)("decodes by the browser about as exactly: %s", async (_, file, most, mean) => {
    const bytes = Buffer.from(await file());
    for (const where of ["", "inWorker"] as const) {
      const found = await compare(where, bytes);
      expect(found.shapes[1]).toEqual(found.shapes[0]);
      expect(found.most).toBeLessThanOrEqual(most);
      expect(found.mean).toBeLessThanOrEqual(mean);
    }
  });

  it("leaves a JPEG as it is stored, or rotates it upright, by the browser too", async () => {
    const file = fixture("exif-orientation-6.jpg");
    for (const orient of [false, true]) {
      const { shapes, most } = await compare("", file, { orient });
      expect(shapes[1]).toEqual(orient ? [64, 48, 3] : [48, 64, 3]);
      expect(shapes[0]).toEqual(shapes[1]);
      expect(most).toBeLessThanOrEqual(8);
    }
  });

  it("says that a file is damaged, by the browser too", async () => {
    const cut = fixture("picture.png").subarray(0, 60).toString("base64");
    await expect(decode(cut, { decoder: "browser" })).rejects.toThrow("png: the browser cannot decode it");
  });

  it("scales to a fraction, by the browser too", async () => {
    const file = Buffer.from(await encodeJpeg(drawScene(256)));
    const { shapes, mean } = await compare("", file, { minSize: { height: 60, width: 60 } });
    expect(shapes).toEqual([
      [64, 64, 3],
      [64, 64, 3],
    ]);
    expect(mean).toBeLessThanOrEqual(1);
  });
});
