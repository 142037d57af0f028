import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { serveFolder } from "../../../../.config/browser/server.ts";

const BINARY = "tfjs-backend-wasm-simd.wasm";

/** A page that convolves on its main thread with some threads, and returns why they are so many and the numbers' sums. */
const PROGRAM = `
import { conv2d, depthwiseConv2d, randomNormal, sum } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";

globalThis.convolve = async (threads) => {
  const { reason } = await useBackend("wasm", { threads });
  const image = randomNormal([1, 60, 60, 48], 0, 1, "float32", 1);
  const [wide, deep] = [randomNormal([1, 1, 48, 96], 0, 1, "float32", 2), randomNormal([3, 3, 96, 1], 0, 1, "float32", 3)];
  const sums = [];
  for (let turn = 0; turn < 20; turn++) {
    const y = depthwiseConv2d(conv2d(image, wide, 1, "same"), deep, 1, "same");
    sums.push((await y.data()).reduce((total, value, at) => total + value * (at % 7), 0));
    await new Promise((go) => setTimeout(go, 10)); // the other threads start meanwhile
  }
  return { reason, isolated: globalThis.crossOriginIsolated, sums };
};
globalThis.ready = true;
`;

interface Result {
  readonly reason: string;
  readonly isolated: boolean;
  readonly sums: readonly number[];
}

describe.skipIf(executablePath === undefined)("kernels on a page in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-threads-"));
  let browser: Browser | undefined;

  beforeAll(async () => {
    const { resolve } = createRequire(import.meta.url);
    copyFileSync(resolve(`@tensorflow/tfjs-backend-wasm/dist/${BINARY}`), join(folder, BINARY));
    writeFileSync(join(folder, "index.html"), '<script type="module" src="page.js"></script>');
    await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname },
      bundle: true,
      format: "esm",
      conditions: ["@tensorloom/source"],
      external: ["node:*"],
      outfile: join(folder, "page.js"),
      logLevel: "error",
    });
    browser = await launchChromium();
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(folder, { recursive: true });
  });

  async function convolve(isolated: boolean, threads: number): Promise<Result> {
    const server = await serveFolder(folder, isolated);
    const page = await browser!.newPage();
    try {
      await page.goto(server.address);
      await page.waitForFunction("globalThis.ready === true");
      return await page.evaluate<Result>(`convolve(${String(threads)})`);
    } finally {
      await page.close();
      await server.close();
    }
  }

  it("run on several threads if it is cross-origin isolated, with the same numbers", async () => {
    const [plain, isolated] = [await convolve(false, 3), await convolve(true, 3)];
    expect(plain).toMatchObject({
      isolated: false,
      reason: "wasm, as requested: WebAssembly with SIMD, one thread",
    });
    expect(isolated).toMatchObject({
      isolated: true,
      reason: "wasm, as requested: WebAssembly with SIMD, 3 threads",
    });
    expect(new Set([...plain.sums, ...isolated.sums]).size).toBe(1);
  }, 120_000);
});
