import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import sharp from "sharp";
import { launchChromium } from "../browser/chromium.ts";

const root = join(import.meta.dirname, "..", "..");

/** The picture of the README: the top of the report of `npm run melanoma`. */
export const REPORT_PICTURE = join(root, "docs", "images", "report.png");

/** The size of the picture in pixels. */
export const REPORT_SIZE = { width: 1280, height: 1400 };

/** Trains the example on the pictures that it draws, and takes a screenshot of its report; returns the bytes written. */
export async function drawReport(run?: string): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), "report-picture-"));
  try {
    const start = join(root, "examples/melanoma/start.js");
    if (run === undefined)
      execFileSync(process.execPath, ["--conditions=@tensorloom/source", start], {
        cwd: folder,
        stdio: "inherit",
      });
    const bytes = await sharp(await screenshot(join(run ?? join(folder, "out/melanoma"), "report.html")))
      .png({ palette: true, colours: 64, effort: 10 })
      .toBuffer();
    mkdirSync(dirname(REPORT_PICTURE), { recursive: true });
    writeFileSync(REPORT_PICTURE, bytes);
    return bytes.length;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function screenshot(file: string): Promise<Buffer> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: REPORT_SIZE, colorScheme: "light" });
    await page.goto(pathToFileURL(file).href);
    await page.waitForLoadState("networkidle");
    return await page.screenshot({ timeout: 120_000 });
  } finally {
    await browser.close();
  }
}
