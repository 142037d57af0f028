import { useBackend } from "@tensorloom/backend";
import { buildEfficientNet } from "@tensorloom/efficientnet";
import { encodeKerasModel } from "@tensorloom/keras";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath } from "../../../.config/browser/chromium.ts";
import { watchMainThread } from "./testing/mainThread.ts";
import { openOnGpu } from "./testing/openOnGpu.ts";
import { buildPage, type BuiltPage, isReady, type OpenedPage } from "./testing/openPage.ts";
import { dropFolder, writePictures } from "./testing/writePictures.ts";
import { type Scores, scoresOfKeras, scoresOfOnnx, scoresOfTfjs } from "./testing/scoresOf.ts";

const LABELS = ["fish", "flower", "house", "tree"];

/** Writes weights of EfficientNet B0 as Keras does; random, since a test has no others. */
async function writeWeights(folder: string): Promise<string> {
  const model = buildEfficientNet("B0", { preprocessing: "imagenet", top: false, inputShape: [64, 64, 3] });
  const file = join(folder, "b0.h5");
  await writeFile(file, await encodeKerasModel(model, { format: "h5" }));
  model.dispose();
  return file;
}

/** Draws the pictures, and waits for the sheet of augmentations. */
async function draw(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try with drawn pictures" }).click();
  await page.locator(".sheet canvas").nth(20).waitFor();
}

/** Trains a number of epochs, and waits for the results. */
async function train(page: Page, epochs: number): Promise<void> {
  await page.getByLabel("Epochs, all layers").fill(String(epochs));
  await page.locator("#train").click();
  await page.locator("#cell .gallery").waitFor();
}

/** The scores that the page shows. */
async function readScores(page: Page): Promise<Scores> {
  const lines = await page
    .locator("#scores li")
    .evaluateAll((items) =>
      items.map((item) => [
        item.querySelector(".name")?.textContent ?? "",
        Number(item.querySelector<HTMLElement>(".fill")?.style.getPropertyValue("--share")),
      ]),
    );
  return Object.fromEntries(lines) as Scores;
}

async function download(page: Page, title: string): Promise<Uint8Array> {
  const [file] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("button", { name: title }).click(),
  ]);
  return readFile(await file.path());
}

function expectAlike(scores: Scores, expected: Scores): void {
  expect(Object.keys(scores).sort()).toEqual(LABELS);
  for (const label of LABELS) expect(scores[label]).toBeCloseTo(expected[label], 2);
}

describe.skipIf(executablePath === undefined)("the page, in Chromium", { timeout: 300_000 }, () => {
  let site: BuiltPage;
  let opened: OpenedPage;
  let picture: Buffer;
  beforeAll(async () => {
    site = await buildPage();
    opened = await site.open({ viewport: { width: 1280, height: 900 }, colorScheme: "light" });
    await useBackend("wasm");
  }, 180_000);
  afterAll(() => site.close());

  it("draws pictures, and shows what augmentations do to them", async () => {
    const { page, screenshot } = opened;
    await screenshot("start-light-1280");
    await page.keyboard.press("Tab"); // the link to the pictures
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.locator(".sheet canvas").nth(20).waitFor();
    expect(await page.locator(".classes strong").allTextContents()).toEqual(LABELS);
    picture = await page.locator(".classes li").nth(1).locator("canvas").first().screenshot();
    const before = await page.locator(".sheet canvas").nth(1).screenshot();
    await page.getByLabel("Erase").check();
    await expect.poll(() => page.locator(".sheet canvas").nth(1).screenshot()).not.toEqual(before);
    await page.getByLabel("Erase").uncheck();
  });

  it("says why an engine or replicas cannot be used, and stays with the last engine", async () => {
    const { page } = opened;
    const note = page.locator("#engine-note");
    await page.getByText("this page works offline").waitFor(); // its service worker is there
    expect(await note.innerText()).toMatch(
      /^WebAssembly: .* WebGPU is not used: .* not cross-origin isolated/,
    );
    expect(await page.getByLabel("Replicas").isVisible()).toBe(false);
    await page.getByLabel("Engine").selectOption("webgpu");
    await note.filter({ hasText: /webgpu.* WebAssembly: /i }).waitFor({ state: "attached" });
    expect(await page.getByLabel("Engine").inputValue()).toBe("auto");
  });

  it("is cross-origin isolated from the second visit on, on a host that sends no headers", async () => {
    const { page } = opened;
    expect(await page.evaluate("crossOriginIsolated")).toBe(false);
    await page.getByRole("button", { name: "Reload to use all cores" }).click();
    await page.getByText("This page is cross-origin isolated").waitFor({ state: "attached" });
    expect(await page.evaluate("crossOriginIsolated")).toBe(true);
    await draw(page);
    await page.getByLabel("Replicas").waitFor();
  });

  it("trains without blocking the page, waits while it is paused, and measures", async () => {
    const { page, screenshot } = opened;
    const busy = await watchMainThread(site.browser, page, async () => {
      await page.getByLabel("Replicas").selectOption("all");
      await page.getByLabel("Epochs, all layers").fill("8");
      await page.locator("#train").click();
      await page.locator("#curves tbody tr").nth(1).waitFor({ state: "attached" });
      await page.getByRole("button", { name: "Pause" }).click();
      await page.waitForTimeout(500); // the current step ends
      await page.getByText("2 replicas compute each batch together").waitFor();
      const rows = await page.locator("#curves tbody tr").count();
      await screenshot("paused-light-1280");
      await page.waitForTimeout(700);
      expect(await page.locator("#curves tbody tr").count()).toBe(rows);
      await page.getByRole("button", { name: "Continue" }).click();
      await page.locator("#cell .gallery").waitFor();
    });
    expect(busy.tasks).toBeGreaterThan(100);
    expect(busy.longest).toBeLessThan(50);
    expect(Number.parseInt(await page.locator("#accuracy").innerText(), 10)).toBeGreaterThan(75);
    expect(await page.locator("#curves tbody tr").count()).toBe(8);
  });

  it("shows the pictures of a cell of the confusion matrix, with what decided", async () => {
    const { page, screenshot } = opened;
    await page.getByRole("button", { name: /of house predicted as house/ }).click();
    await page.getByRole("heading", { name: "house, predicted as house" }).waitFor();
    const first = page.locator("#cell .layers").first();
    const overlaid = await first.screenshot();
    await page.getByRole("slider").fill("0");
    expect(await first.screenshot()).not.toEqual(overlaid);
    await page.getByRole("slider").fill("70");
    await screenshot("results-light-1280");
  });

  it("classifies a picture and the camera", async () => {
    const { page } = opened;
    await page.locator("#camera").click();
    await page.locator("#scores li").first().waitFor();
    await page.getByRole("button", { name: "Stop the camera" }).click();
    expect(await page.locator(".trying video").count()).toBe(0);
    await page.waitForTimeout(500); // the last picture of the camera
    await page
      .locator("#try-file")
      .setInputFiles({ name: "flower.png", mimeType: "image/png", buffer: picture });
    await expect.poll(async () => (await readScores(page))["flower"]).toBeGreaterThan(0.5);
  });

  it("saves the network in four formats, which compute the same scores", async () => {
    const { page } = opened;
    const scores = await readScores(page);
    expectAlike(await scoresOfTfjs(await download(page, "Web"), picture), scores);
    expectAlike(await scoresOfKeras(await download(page, "Keras .keras"), picture), scores);
    expectAlike(await scoresOfKeras(await download(page, "HDF5"), picture), scores);
    expectAlike(await scoresOfOnnx(await download(page, "ONNX"), picture, LABELS, 64), scores);
  });

  it("continues a run after a reload, and has its results after another", async () => {
    const { page, errors } = opened;
    expect(errors).toEqual([]);
    await page.getByLabel("Epochs, all layers").fill("5");
    await page.locator("#train").click();
    await page.locator("#curves tbody tr").nth(1).waitFor({ state: "attached" });
    await page.reload();
    await page.getByRole("button", { name: "Continue the run" }).click();
    await page.locator("#cell .gallery").waitFor();
    const epochs = page.locator("#curves tbody td:first-child");
    expect(await epochs.allTextContents()).toEqual(["1", "2", "3", "4", "5"]);
    const accuracy = await page.locator("#accuracy").innerText();
    await page.reload();
    await page.getByRole("button", { name: "Continue the run" }).click();
    await page.locator("#cell .gallery").waitFor();
    expect(await page.locator("#accuracy").innerText()).toBe(accuracy);
    expect(await epochs.count()).toBe(5);
  });

  it("trains the head and then all of EfficientNet on dropped folders, and stops", async () => {
    const { page } = opened;
    const pets = join(site.folder, "pets");
    await page.reload();
    await isReady(page);
    await draw(page);
    await writePictures(page, pets, ["fish", "tree"]);
    await writeFile(join(pets, "notes.txt"), "no picture");
    await page.getByRole("button", { name: "Remove all" }).click();
    await page.locator(".classes").waitFor({ state: "hidden" });
    await dropFolder(page, pets, ".drop");
    await page.getByText("1 file is not a picture and was left out").waitFor();
    expect(await page.locator(".classes strong").allTextContents()).toEqual(["fish", "tree"]);

    await page.getByRole("radio", { name: "EfficientNet B0" }).check();
    await page.getByLabel("Picture size").selectOption("64");
    await page.getByLabel("Start from").selectOption("file");
    await page.getByLabel("Weights of").setInputFiles(join(pets, "fish", "0.png"));
    await page.locator("#train").click();
    await page.getByText("The file of weights cannot be read").waitFor();
    await page.getByLabel("Weights of").setInputFiles(await writeWeights(site.folder));
    await page.getByLabel("Epochs, head").fill("2");
    await train(page, 1);
    const stages = page.locator("#curves tbody td:nth-child(2)");
    expect(await stages.allTextContents()).toEqual(["Head", "Head", "All layers"]);

    await page.getByLabel("Epochs, head").fill("500");
    await page.locator("#train").click();
    await page.locator("#curves tbody tr").first().waitFor({ state: "attached" });
    await page.getByRole("button", { name: "Stop" }).click();
    await page.getByText("The run was stopped early").waitFor();
  });

  it("trains on WebGPU, and takes the network along to another engine", async () => {
    const { page, close } = await openOnGpu(site.outDir);
    try {
      const note = page.locator("#engine-note");
      expect(await page.evaluate("crossOriginIsolated")).toBe(true); // by the headers of Vite's server
      expect(await note.textContent()).toMatch(/^WebAssembly: .* in software, slower than wasm/);
      const few = join(site.folder, "few"); // since the processor computes
      await draw(page);
      await writePictures(page, few, ["fish", "tree"]);
      await page.getByRole("button", { name: "Remove all" }).click();
      await page.locator(".classes").waitFor({ state: "hidden" });
      await dropFolder(page, few, ".drop");
      await page.locator(".sheet canvas").first().waitFor();
      await page.getByLabel("Engine").selectOption("webgpu");
      await note.filter({ hasText: /^WebGPU: .* the GPU is one device/ }).waitFor({ state: "attached" });
      await train(page, 1);
      const classify = async (): Promise<Scores> => {
        await page
          .locator("#try-file")
          .setInputFiles({ name: "flower.png", mimeType: "image/png", buffer: picture });
        await page.locator("#scores li").nth(1).waitFor();
        return readScores(page);
      };
      const scores = await classify();
      await page.getByLabel("Engine").selectOption("wasm");
      await note.filter({ hasText: /^WebAssembly: / }).waitFor({ state: "attached" });
      await page.locator("#scores").evaluate((list) => list.replaceChildren());
      const onWasm = await classify();
      expect(Math.abs(scores["tree"] - 0.5)).toBeGreaterThan(0.02); // not those of lost weights
      for (const label of ["fish", "tree"]) expect(onWasm[label]).toBeCloseTo(scores[label], 4);
    } finally {
      await close();
    }
  });

  it("says how to go on if the weights cannot be downloaded", async () => {
    const { page } = opened;
    await page.getByRole("radio", { name: "EfficientNet B0" }).check();
    await page.getByLabel("Start from").selectOption("imagenet");
    await page.route("**/efficientnetb0_notop.h5", (route) => route.fulfill({ status: 404 }));
    await page.locator("#train").click();
    const advice = page.getByText(/efficientnetb0_notop\.h5: .*choose it as a file of weights/);
    await advice.waitFor();
    expect(await advice.isVisible()).toBe(true);
  });

  it("works without a network: loads again, trains and predicts", async () => {
    const { page, context, errors, screenshot } = opened;
    await page.getByText("this page works offline").waitFor();
    const before = errors.length;
    await context.setOffline(true);
    await page.emulateMedia({ colorScheme: "dark" });
    await page.setViewportSize({ width: 390, height: 844 });
    await page.reload();
    await isReady(page);
    await draw(page);
    await train(page, 2);
    await page
      .locator("#try-file")
      .setInputFiles({ name: "flower.png", mimeType: "image/png", buffer: picture });
    await page.locator("#scores li").first().waitFor();
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    await screenshot("offline-dark-390");
    await context.setOffline(false);
    expect(errors.slice(before)).toEqual([]);
  });
});
