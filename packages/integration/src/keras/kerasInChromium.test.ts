import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";
import { fixture, golden } from "../../../keras/fixtures/goldenModels.ts";

/** A page that decodes a file, encodes it in both formats, and predicts with all three models. */
const PAGE = `
import "@tensorflow/tfjs-backend-cpu";
import { setBackend, tensor } from "@tensorflow/tfjs-core";
import { decodeKerasModel, encodeKerasModel } from "@tensorloom/keras";
globalThis.recode = async (file, data, shape) => {
  await setBackend("cpu");
  const predict = (model) => [...model.predict(tensor(data, shape)).dataSync()];
  const model = await decodeKerasModel(new Uint8Array(await (await fetch(file)).arrayBuffer()));
  const others = [];
  for (const format of ["keras", "h5"])
    others.push(await decodeKerasModel(await encodeKerasModel(model, { format })));
  return [model, ...others].map(predict);
};
globalThis.ready = true;
`;

describe.skipIf(executablePath === undefined)("Keras files in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-keras-page-"));
  let server: FileServer | undefined;
  let browser: Browser | undefined;
  let page: Page | undefined;

  beforeAll(async () => {
    await build({
      stdin: { contents: PAGE, resolveDir: import.meta.dirname },
      outfile: join(folder, "main.js"),
      bundle: true,
      format: "esm",
      logLevel: "silent",
      conditions: ["@tensorloom/source"],
    });
    writeFileSync(join(folder, "index.html"), '<!doctype html><script type="module" src="main.js"></script>');
    for (const name of ["sequential.keras", "sequential.h5"])
      writeFileSync(join(folder, name), fixture(name));
    server = await serveFolder(folder, false);
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
  });
  afterAll(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  it.each(["sequential.keras", "sequential.h5"])(
    "%s is decoded and encoded, and predicts as in Keras",
    async (file) => {
      const { inputs, outputs } = golden["sequential"];
      const length = inputs[0].reduce((product, side) => product * side, 1);
      const data = Array.from({ length }, (_, at) => Math.sin(at * 0.37 + 1));
      const task = JSON.stringify([file, data, inputs[0]]).slice(1, -1);
      const found = await page?.evaluate<number[][]>(`recode(${task})`);
      expect(found).toHaveLength(3);
      for (const numbers of found ?? [])
        for (const [at, expected] of outputs[0].data.entries()) expect(numbers[at]).toBeCloseTo(expected, 5);
    },
  );
});
