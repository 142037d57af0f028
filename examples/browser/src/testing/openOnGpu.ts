import type { Page } from "playwright-core";
import { preview } from "vite";
import { launchChromium } from "../../../../.config/browser/chromium.ts";
import { isReady, PATIENCE, PROJECT } from "./openPage.ts";

/** The page in a Chromium that has WebGPU, computed by the processor. Close it. */
export interface GpuPage {
  readonly page: Page;
  readonly close: () => Promise<void>;
}

/** Opens a built page as `npm run preview` serves it. */
export async function openOnGpu(outDir: string): Promise<GpuPage> {
  const server = await preview({
    root: PROJECT,
    logLevel: "error",
    build: { outDir },
    preview: { host: "127.0.0.1", port: 0 },
  });
  const browser = await launchChromium("swiftshader");
  const page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE);
  await page.goto(server.resolvedUrls?.local[0] ?? "");
  await isReady(page);
  return {
    page,
    async close() {
      await browser.close();
      await server.close();
    },
  };
}
