import { build } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser } from "playwright-core";
import { afterAll, describe, expect, it, vi } from "vitest";
import { executablePath, launchChromium } from "../browser/chromium.ts";
import { type FileServer, serveFolder } from "../browser/server.ts";
import { pageProgram } from "./pageProgram.ts";

const root = join(import.meta.dirname, "..", "..");
const folder = join(root, ".cache", `browser-tutorial-${String(process.pid)}`);
const home = process.cwd();
const BINARY = "tfjs-backend-wasm-simd.wasm";

describe.skipIf(executablePath === undefined)("the page of docs/tutorials/browser.md", () => {
  let server: FileServer | undefined;
  let browser: Browser | undefined;
  afterAll(async () => {
    process.chdir(home);
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("names the label of a chosen picture in Chromium", async () => {
    const { code, files } = pageProgram(readFileSync(join(root, "docs/tutorials/browser.md"), "utf8"));
    const site = join(folder, "public"); // as Vite serves it: what is in `public`, with the page
    mkdirSync(site, { recursive: true });
    writeFileSync(join(folder, "main.ts"), files["main.ts"]);
    writeFileSync(join(site, "index.html"), files["index.html"].replace("/main.ts", "/main.js"));
    writeFileSync(join(folder, "train.ts"), `import { expect } from "vitest";\n${code}`);
    process.chdir(folder);
    await import(pathToFileURL(join(folder, "train.ts")).href);
    vi.mocked(console.log).mockClear(); // what the tutorial prints is compared in pagePrograms.test.ts
    await build({
      entryPoints: [join(folder, "main.ts")],
      bundle: true,
      format: "esm",
      conditions: ["@tensorloom/source"],
      outfile: join(site, "main.js"),
      logLevel: "error",
    });
    copyFileSync(join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist", BINARY), join(site, BINARY));

    server = await serveFolder(site, false);
    browser = await launchChromium();
    const page = await browser.newPage();
    await page.goto(server.address);
    const output = page.locator("output");
    await vi.waitFor(async () => expect(await output.textContent()).toBe("Choose a picture."), 60_000);
    await page.locator("#file").setInputFiles("photo.jpg");
    await vi.waitFor(async () => expect(await output.textContent()).toMatch(/^blue, \d+ %$/), 60_000);
  }, 300_000);
});
