import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { adam, binaryCrossEntropy, fit, predict } from "@tensorloom/training";
import { build } from "esbuild";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";
import { batchesOf, setWeights } from "../../fixtures/setWeights.ts";
import { smallMbConv } from "./smallModels.ts";

const TASK = { steps: 3, rows: 6, side: 16 } as const;

/** What training and prediction found. */
interface Results {
  readonly losses: readonly number[];
  readonly outputs: readonly number[];
}

/** The same in the page: with the engines of both, and the number of tensors that are left. */
interface Found extends Results {
  readonly engines: readonly string[];
  readonly left: number;
}

/** The same in this process, on wasm. */
async function onWasm(): Promise<Results> {
  await useBackend("wasm");
  const model = smallMbConv();
  setWeights(model);
  const train = fromArray([...batchesOf(TASK.steps, TASK.rows, TASK.side)]);
  const losses: number[] = [];
  const callbacks = [{ onStepEnd: ({ loss }: { readonly loss: number }) => void losses.push(loss) }];
  const optimizer = adam({ epsilon: 1e-3 });
  await fit(model, { train, epochs: 1, loss: binaryCrossEntropy(), optimizer, engine: "tfjs", callbacks });
  const { outputs } = await predict(model, train, { engine: "tfjs" });
  model.dispose();
  return { losses, outputs: [...outputs.data] };
}

describe.skipIf(executablePath === undefined)("training on WebGPU in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "gpu-page-"));
  let server: FileServer | undefined;
  let browser: Browser | undefined;
  let page: Page;
  let expected: Results;

  beforeAll(async () => {
    expected = await onWasm();
    await build({
      entryPoints: [join(import.meta.dirname, "../../../../.config/browser/gpuPage.js")],
      bundle: true,
      format: "esm",
      splitting: true,
      conditions: ["@tensorloom/source"],
      outdir: folder,
      external: ["onnxruntime-web", "node:*"],
      logLevel: "error",
    });
    const { resolve } = createRequire(import.meta.url);
    for (const [link, file] of [
      ["ort", resolve("onnxruntime-web")],
      ["tfjs", resolve("@tensorflow/tfjs-backend-wasm")],
    ])
      symlinkSync(dirname(file), join(folder, link));
    writeFileSync(
      join(folder, "index.html"),
      `<!doctype html><script type="module" src="gpuPage.js"></script>`,
    );
    server = await serveFolder(folder, false);
    browser = await launchChromium("swiftshader");
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it("takes the GPU that is named, in software too", { timeout: 180_000 }, async () => {
    const { reason } = await page.evaluate<{ readonly reason: string }>('choose("webgpu")');
    expect(reason).toMatch(/^webgpu, as requested: .*swiftshader/i);
  });

  it.each([
    ["tfjs", /^tfjs webgpu$/],
    ["onnxruntime", /^ONNX Runtime \d+\.\d+ \(webgpu\)$/],
  ])(
    "with the engine %s it has wasm's losses and predictions, and leaves no tensor",
    async (engine, label) => {
      if (engine === "onnxruntime") await page.evaluate("loadOnnxRuntime()");
      const found = await page.evaluate<Found>(`train(${JSON.stringify({ ...TASK, engine })})`);
      expect(found.engines).toEqual([expect.stringMatching(label), expect.stringMatching(label)]);
      expect(found.losses.length).toBe(TASK.steps);
      for (const [step, loss] of expected.losses.entries())
        expect(Math.abs(found.losses[step] - loss)).toBeLessThan(1e-3 * Math.abs(loss));
      for (const [at, output] of expected.outputs.entries())
        expect(Math.abs(found.outputs[at] - output)).toBeLessThan(1e-3);
      expect(found.left).toBe(0);
    },
    300_000,
  );

  it("a lost device is one clear error", { timeout: 180_000 }, async () => {
    expect(await page.evaluate("lose()")).toMatch(/^GpuError: webgpu: the GPU's device was destroyed/);
  });
});
