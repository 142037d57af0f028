import { executablePath } from "../../../../.config/browser/chromium.ts";
import { hasLiteRt, openOnnxPage } from "../../../../.config/browser/onnxPage.ts";
import { median } from "../../../../.config/bench/measure.ts";
import { efficientNetFile } from "./efficientNetFile.ts";
import type { Found, Load } from "./load.ts";
import { readFileSync } from "node:fs";
import { tfliteFile } from "./tfliteFile.ts";

/** Runs a load in a page of Chromium that is cross-origin isolated, so that WebAssembly has threads. */
export async function runInChromium(load: Load): Promise<Found> {
  if (executablePath === undefined) return { skipped: "there is no Chromium; TENSORLOOM_CHROMIUM names one" };
  const { engine, size, batch, threads = 1, warmUps, steps } = load;
  const provider =
    engine === "LiteRT.js" ? "litert" : engine === "onnxruntime-web WebGPU" ? "webgpu" : "wasm";
  if (provider === "litert" && !hasLiteRt)
    return { skipped: "LiteRT.js is not installed: npm install --no-save @litertjs/core" };
  const file = provider === "litert" ? tfliteFile(load) : await efficientNetFile(load);
  if (typeof file !== "string") return file;
  const page = await openOnnxPage({ gpu: provider === "webgpu" ? "own" : "none" });
  try {
    if (provider === "webgpu" && (await page.gpu()) !== "own")
      return { skipped: "Chromium finds no GPU; SwiftShader's speed has no meaning" };
    const inputs = [
      {
        name: "image",
        dims: [batch, size, size, 3],
        data: new Float32Array(batch * size ** 2 * 3).fill(0.5),
      },
    ];
    const task = { model: readFileSync(file), inputs, provider, threads } as const;
    const times = await page.time(task, warmUps + steps);
    const peakMegabytes = await page.peakMegabytes();
    return { msPerImage: median(times.slice(warmUps)) / batch, peakMegabytes };
  } finally {
    await page.close();
  }
}
