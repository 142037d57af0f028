import { readFileSync } from "node:fs";
import { executablePath } from "../../../../.config/browser/chromium.ts";
import { hasLiteRt, openOnnxPage } from "../../../../.config/browser/onnxPage.ts";
import { median } from "../../../../.config/bench/measure.ts";
import type { Found, Load } from "./load.ts";
import { tfliteFile } from "./tfliteFile.ts";

/** Runs a load in a page of Chromium that is cross-origin isolated, so that WebAssembly has threads. */
export async function runInChromium(load: Load): Promise<Found> {
  if (executablePath === undefined) return { skipped: "there is no Chromium; TENSORLOOM_CHROMIUM names one" };
  if (!hasLiteRt) return { skipped: "LiteRT.js is not installed: npm install --no-save @litertjs/core" };
  const { size, batch, threads = 1, warmUps, steps } = load;
  const file = tfliteFile(load);
  if (typeof file !== "string") return file;
  const data = new Float32Array(batch * size ** 2 * 3).fill(0.5);
  const inputs = [{ name: "image", dims: [batch, size, size, 3], data }];
  const page = await openOnnxPage();
  try {
    const task = { model: readFileSync(file), inputs, provider: "litert", threads } as const;
    const times = await page.time(task, warmUps + steps);
    const peakMegabytes = await page.peakMegabytes();
    return { msPerImage: median(times.slice(warmUps)) / batch, peakMegabytes };
  } finally {
    await page.close();
  }
}
