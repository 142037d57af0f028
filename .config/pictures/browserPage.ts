import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { build } from "vite";
import { launchChromium } from "../browser/chromium.ts";
import { serveFolder } from "../browser/server.ts";

/** `npm run pictures:browser`: takes the picture of the example page again, after a run on drawn pictures. */
const root = join(import.meta.dirname, "..", "..");
const outDir = await mkdtemp(join(tmpdir(), "browser-"));
await build({
  root: join(root, "examples", "browser"),
  logLevel: "error",
  build: { outDir, emptyOutDir: true },
});
const server = await serveFolder(outDir, false);
const browser = await launchChromium();
try {
  const page = await browser.newPage({
    viewport: { width: 1120, height: 1500 },
    colorScheme: "light",
    reducedMotion: "reduce",
  });
  page.setDefaultTimeout(300_000);
  await page.goto(`${server.address}?embed`);
  await page.getByText("Try with drawn pictures").click();
  await page.locator(".sheet canvas").nth(20).waitFor();
  await page.locator("#train").click();
  await page.locator("#cell .gallery").waitFor();
  const path = join(root, "docs", "images", "browser-page.png");
  await page.locator("#training").evaluate((section) => section.scrollIntoView({ behavior: "instant" }));
  await sharp(await page.screenshot())
    .png({ palette: true, colours: 64, effort: 10 })
    .toFile(path);
  console.log(path);
} finally {
  await browser.close();
  await server.close();
  await rm(outDir, { recursive: true });
}
