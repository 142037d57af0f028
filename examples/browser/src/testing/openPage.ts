import { mkdirSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { build } from "vite";
import { FAKE_CAMERA, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";

/** The folder of the example. */
export const PROJECT = join(import.meta.dirname, "..", "..");

/** The folder of screenshots, for people to look at. */
const SCREENSHOTS = join(PROJECT, "..", "..", ".cache", "screenshots");

/** Milliseconds that a slow machine may take for one thing. */
export const PATIENCE = 240_000;

/** The page, built and served in a folder below the root of a server. Close it. */
export interface BuiltPage {
  readonly address: string;
  readonly browser: Browser;
  /** The folder of its files. */
  readonly outDir: string;
  /** A folder for the test's own files. */
  readonly folder: string;
  /** Opens the page in a new profile, and waits until it can compute. Errors of the page are thrown by `check`. */
  open(options?: Parameters<Browser["newContext"]>[0]): Promise<OpenedPage>;
  /** Stops the server, so that nothing can be asked of it. */
  stopServer(): Promise<void>;
  close(): Promise<void>;
}

export interface OpenedPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What the page has written to the console as an error, or has thrown. */
  readonly errors: readonly string[];
  /** Saves a picture of the whole page. */
  readonly screenshot: (name: string) => Promise<void>;
}

/** Builds the page as `npm run build` does. */
export async function buildPage(): Promise<BuiltPage> {
  const folder = await mkdtemp(join(tmpdir(), "browser-"));
  const outDir = join(folder, "site", "any", "folder");
  await build({ root: PROJECT, logLevel: "error", build: { outDir, emptyOutDir: true } });
  let server: FileServer | undefined = await serveFolder(join(folder, "site"), false);
  const address = `${server.address}any/folder/`;
  const browser = await launchChromium("none", FAKE_CAMERA);
  const stopServer = async (): Promise<void> => {
    await server?.close();
    server = undefined;
  };
  mkdirSync(SCREENSHOTS, { recursive: true });
  return {
    address,
    outDir,
    browser,
    folder,
    stopServer,
    async open(options) {
      const context = await browser.newContext(options);
      context.setDefaultTimeout(PATIENCE);
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("pageerror", ({ message }) => errors.push(message));
      page.on("console", (line) => {
        if (line.type() === "error") errors.push(line.text());
      });
      await page.goto(address);
      await isReady(page);
      const screenshot = async (name: string): Promise<void> => {
        await page.screenshot({ path: join(SCREENSHOTS, `browser-${name}.png`), fullPage: true });
      };
      return { page, context, errors, screenshot };
    },
    async close() {
      await browser.close();
      await stopServer();
      await rm(folder, { recursive: true });
    },
  };
}

/** Waits until the worker has its backend. */
export async function isReady(page: Page): Promise<void> {
  await page.getByText("Computes with").waitFor();
}
