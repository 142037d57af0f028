import { build } from "esbuild";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";

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

describe.skipIf(executablePath === undefined)("decodeImage in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "image-page-"));
  let server: FileServer | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    await build({
      entryPoints: [join(root, ".config/browser/imagePage.js")],
      bundle: true,
      format: "esm",
      conditions: ["@tensorloom/source"],
      outfile: join(folder, "page.js"),
      logLevel: "error",
    });
    writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
    server = await serveFolder(folder, false);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  const decode = (
    file: string,
    options: { readonly orient?: boolean } = {},
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
});
