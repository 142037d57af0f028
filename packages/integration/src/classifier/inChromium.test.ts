import { useBackend } from "@tensorloom/backend";
import { loadClassifier, saveClassifier } from "@tensorloom/classifier/node";
import type { LabelScore } from "@tensorloom/classifier";
import { build } from "esbuild";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";
import { LABELS, preprocess, trainSmallCnn, VALIDATION } from "./drawnPictures.ts";

type Scores = readonly LabelScore[];

/** Bundles the page from source, as a user's bundler does from the packages. */
async function buildPage(folder: string): Promise<void> {
  await build({
    entryPoints: [join(import.meta.dirname, "../../../../.config/browser/classifierPage.js")],
    bundle: true,
    format: "esm",
    conditions: ["@tensorloom/source"],
    outfile: join(folder, "page.js"),
    logLevel: "error",
  });
  writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
}

describe.skipIf(executablePath === undefined)("a classifier in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "classifier-page-"));
  const addresses = VALIDATION.map((_, at) => `/pictures/${String(at)}.img`);
  let expected: readonly Scores[] = [];
  let server: FileServer | undefined;
  let browser: Browser | undefined;
  let page: Page;

  beforeAll(async () => {
    await useBackend("cpu");
    const model = await trainSmallCnn();
    const thresholds = { disc: 0.9 };
    await saveClassifier(join(folder, "model"), model, { labels: LABELS, preprocess, thresholds });
    mkdirSync(join(folder, "pictures"));
    VALIDATION.forEach(({ file }, at) => writeFileSync(join(folder, addresses[at]), file));
    const inNode = await loadClassifier(join(folder, "model"));
    expected = await inNode.classifyBatch(VALIDATION.map(({ file }) => file));
    await inNode.dispose();
    await buildPage(folder);
    server = await serveFolder(folder, false);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
    await page.evaluate(`pick("cpu")`);
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  /** Calls a function of the page. */
  const call = <T>(name: string, ...values: readonly unknown[]): Promise<T> =>
    page.evaluate(`${name}(${values.map((value) => JSON.stringify(value)).join(", ")})`);

  function expectLike(found: Scores, like: Scores): void {
    expect(found.map(({ label, predicted }) => [label, predicted])).toEqual(
      like.map(({ label, predicted }) => [label, predicted]),
    );
    found.forEach(({ score }, at) => expect(Math.abs(score - like[at].score)).toBeLessThan(1e-6));
  }

  it.each(["/model", "/model/", "model/model.json"])("loads from %s", async (address) => {
    const { labels, progress } = await call<{ labels: string[]; progress: number[] }>("load", address);
    expect(labels).toEqual(LABELS);
    expect(progress[0]).toBe(progress[1]);
    expect(progress[1]).toBeGreaterThan(1000);
    expectLike(await call("classify", "blob", addresses[0]), expected[0]);
  });

  it.each(["address", "url", "blob", "file", "bytes", "buffer"])("scores as in Node: %s", async (form) => {
    await call("load", "/model/");
    const found = await call<Scores[]>("classifyBatch", form, addresses);
    expect(found.length).toBe(12);
    found.forEach((scores, at) => expectLike(scores, expected[at]));
  });

  it.each(["image", "canvas", "bitmap", "imageData"])("scores a PNG as in Node: %s", async (form) => {
    await call("load", "/model/");
    for (const at of [1, 3, 5]) expectLike(await call("classify", form, addresses[at]), expected[at]);
  });

  it("loads the files that a user chose", async () => {
    const names = readdirSync(join(folder, "model"));
    await call(
      "loadFiles",
      names.map((name) => `/model/${name}`),
    );
    expectLike(await call("classify", "file", addresses[2]), expected[2]);
  });

  it("leaks no tensor", async () => {
    await call("load", "/model/");
    await call("classifyBatch", "bytes", addresses);
    const before = await call<number>("leave");
    await call("load", "/model/");
    await call("classifyBatch", "bytes", addresses);
    expect(await call("leave")).toBe(before);
  });

  it("says so if an image has not been loaded", async () => {
    await call("load", "/model/");
    await expect(call("classify", "unloaded", addresses[1])).rejects.toThrow(
      "HTMLImageElement has no pixels yet; await image.decode() or the video's first frame",
    );
  });

  it("names an address that it cannot read", async () => {
    const at = new URL("nowhere/model.json", server!.address).href;
    await expect(call("load", "/nowhere/")).rejects.toThrow(`loadClassifier: ${at}: is missing`);
    await call("load", "/model/");
    await expect(call("classify", "address", "/pictures/99.img")).rejects.toThrow(
      "/pictures/99.img cannot be read: the server answered 404",
    );
  });
});
