import {
  copyFileSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Browser } from "playwright-core";
import { launchChromium, type PageGpu } from "./chromium.ts";
import { serveFolder } from "./server.ts";

/** An input of a model. */
export interface PageTensor {
  readonly name: string;
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** A model for the page, and its inputs. */
export interface PageTask {
  /** The bytes of an ONNX file; of a TFLite file for `litert`. */
  readonly model: Uint8Array;
  readonly inputs: readonly PageTensor[];
  readonly provider: "litert" | "wasm" | "webgpu";
  /** Default 1. More than one needs what this page is: cross-origin isolated. */
  readonly threads?: number;
}

/** A cross-origin isolated page in Chromium that runs models by onnxruntime-web or LiteRT.js. Close it. */
export interface OnnxPage {
  /** Which GPU the page's WebGPU has. */
  gpu(): Promise<PageGpu>;
  /** Runs a model once, and returns its outputs by name. */
  run(task: PageTask): Promise<Readonly<Record<string, readonly number[]>>>;
  /** Runs a model several times, and returns the milliseconds of each. */
  time(task: PageTask, count: number): Promise<readonly number[]>;
  /** Megabytes that the page's process has had at most; undefined except on Linux. */
  peakMegabytes(): Promise<number | undefined>;
  close(): Promise<void>;
}

/** Opens the page. */
export async function openOnnxPage({ gpu = "none" }: { readonly gpu?: PageGpu } = {}): Promise<OnnxPage> {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-page-"));
  layOut(folder);
  const server = await serveFolder(folder, true);
  let browser: Browser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await server.close();
    rmSync(folder, { recursive: true });
  };
  try {
    const chrome = await launchChromium(gpu);
    browser = chrome;
    const page = await chrome.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
    return {
      gpu: () => page.evaluate("gpu()"),
      run: (task) => page.evaluate(`runOnce(${placed(folder, task)})`),
      time: (task, count) => page.evaluate(`timeRuns(${placed(folder, task)}, ${String(count)})`),
      peakMegabytes: () => peakOf(chrome),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What LiteRT.js takes part with, if it is installed: `npm install --no-save @litertjs/core`. */
const LITERT = { "@litertjs/core": "litert", "@litertjs/wasm-utils": "litert-utils" } as const;

/** The folder of a package; undefined if it is not installed. */
function installed(name: string): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)));
  } catch {
    return undefined;
  }
}

/** Whether LiteRT.js is installed. */
export const hasLiteRt = installed("@litertjs/core") !== undefined;

/** The page, and links to the packages that it imports. */
function layOut(folder: string): void {
  const runtime = createRequire(import.meta.url).resolve("onnxruntime-web");
  symlinkSync(dirname(runtime), join(folder, "ort"));
  const imports: Record<string, string> = {};
  for (const [name, link] of Object.entries(LITERT)) {
    const from = installed(name);
    if (from === undefined) continue;
    symlinkSync(from, join(folder, link));
    imports[name] = `./${link}/dist/index.js`;
  }
  copyFileSync(join(import.meta.dirname, "onnxPage.js"), join(folder, "page.js"));
  const map = `<script type="importmap">${JSON.stringify({ imports })}</script>`;
  writeFileSync(
    join(folder, "index.html"),
    `<!doctype html>${map}<script type="module" src="page.js"></script>`,
  );
}

/** Writes the model and its inputs into the folder, and returns what the page needs to know, as JSON. */
function placed(folder: string, { model, inputs, provider, threads = 1 }: PageTask): string {
  writeFileSync(join(folder, "model.bin"), model);
  const bytes = inputs.map(({ data }) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  writeFileSync(join(folder, "feeds.bin"), Buffer.concat(bytes));
  const feeds = inputs.map(({ name, dims }) => ({ name, dims }));
  return JSON.stringify({ file: "model.bin", feeds, provider, threads });
}

/** The peak memory of the browser's largest process, which is the page's. */
async function peakOf(browser: Browser): Promise<number | undefined> {
  if (process.platform !== "linux") return undefined;
  const { processInfo } = await (await browser.newBrowserCDPSession()).send("SystemInfo.getProcessInfo");
  const peaks = processInfo.map(({ id }) => {
    const file = `/proc/${String(id)}/status`;
    const text = existsSync(file) ? readFileSync(file, "utf8") : "";
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0);
  });
  return Math.round(Math.max(...peaks) / 1024);
}
