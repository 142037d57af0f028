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

const QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"];
const OFFLINE = ["--disable-background-networking", "--disable-component-update", "--disable-sync"];

/** The browser of this machine, or undefined: tests that need it then report themselves as skipped. */
export const executablePath: string | undefined = PATHS.find((path) => path !== "" && existsSync(path));

/** Starts a headless Chromium that asks the network for nothing. */
export function launchChromium(): Promise<Browser> {
  if (executablePath === undefined) throw new Error("there is no Chromium on this machine");
  return chromium.launch({ executablePath, args: [...QUIET, ...OFFLINE] });
}
