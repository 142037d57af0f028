import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";

/** How far the browser's pixels are from the exact ones, in levels. */
export interface Difference {
  readonly shapes: readonly (readonly number[])[];
  readonly most: number;
  readonly mean: number;
}

/** A page that decodes images, with its browser. */
export interface ImagePage {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Bundles the page, and opens it in Chromium. */
export async function openImagePage(): Promise<ImagePage> {
  const folder = mkdtempSync(join(tmpdir(), "image-page-"));
  await build({
    entryPoints: [join(import.meta.dirname, "../../../../.config/browser/imagePage.js")],
    bundle: true,
    format: "esm",
    conditions: ["@tensorloom/source"],
    outfile: join(folder, "page.js"),
    logLevel: "error",
  });
  writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
  const server: FileServer = await serveFolder(folder, false);
  const browser: Browser = await launchChromium();
  const page = await browser.newPage();
  await page.goto(server.address);
  await page.waitForFunction("globalThis.ready === true");
  return {
    page,
    async close() {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true });
    },
  };
}
