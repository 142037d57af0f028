import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

/** The browser's path on Debian, Ubuntu, macOS and Windows. `TENSORLOOM_CHROMIUM` names another. */
const PATHS = [
  process.env["TENSORLOOM_CHROMIUM"] ?? "",
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
];

const QUIET = ["--no-sandbox", "--disable-quic", "--no-first-run"];
const OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/**
 * Which GPU WebGPU finds: none; the machine's own; or SwiftShader, which computes on the CPU what a GPU would, slowly.
 */
export type PageGpu = "none" | "own" | "swiftshader";

const WEBGPU = ["--enable-unsafe-webgpu", "--enable-features=Vulkan", "--ignore-gpu-blocklist"];
const GPU: Readonly<Record<PageGpu, readonly string[]>> = {
  none: ["--disable-gpu"],
  own: WEBGPU,
  swiftshader: [...WEBGPU, "--use-webgpu-adapter=swiftshader"],
};

/** The browser of this machine, or undefined: tests that need it then report themselves as skipped. */
export const executablePath: string | undefined = PATHS.find((path) => path !== "" && existsSync(path));

/** A camera that shows a test picture, and whose use is allowed. */
export const FAKE_CAMERA: readonly string[] = [
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
];

/** How long a page may take for what a test waits for: a machine under load takes more than playwright's 30 s. */
const PATIENCE = 110_000;

/** Starts a headless Chromium that asks the network for nothing, with more flags. */
export async function launchChromium(gpu: PageGpu = "none", flags: readonly string[] = []): Promise<Browser> {
  if (executablePath === undefined) throw new Error("there is no Chromium on this machine");
  const args = [...QUIET, ...GPU[gpu], ...OFFLINE, ...flags];
  const browser = await chromium.launch({ executablePath, args, timeout: PATIENCE });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE);
    return context;
  };
  const newPage = browser.newPage.bind(browser);
  browser.newPage = async (options) => {
    const page = await newPage(options);
    page.setDefaultTimeout(PATIENCE);
    return page;
  };
  return browser;
}
