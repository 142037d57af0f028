import { build } from "esbuild";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { print, round } from "../../../../.config/bench/measure.ts";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { serveFolder } from "../../../../.config/browser/server.ts";
import type { PageRun, PageTimes } from "./replicasPage.ts";

/**
 * Training of EfficientNet-B0 in a page of Chromium: one thread, two threads for each kernel, and two replicas.
 *
 * `msPerStep` is the least of the steps: the others had less of a busy machine. `efficiency`: the time of one thread for a batch, divided by the time here and the number of cores that compute.
 * `longestTask`: the longest time for which the page's thread was busy, in milliseconds.
 *
 * The last line is the efficiency of two replicas compared with one.
 *
 * Arguments: `--size 128`, `--batch 8`, `--steps 7`.
 */
const option = { type: "string" } as const;
const { values } = parseArgs({ options: { size: option, batch: option, steps: option } });
const settings = {
  ...{ size: Number(values.size ?? 128), batch: Number(values.batch ?? 8) },
  ...{ warmUps: 2, steps: Number(values.steps ?? 7) },
};
const RUNS = [
  { replicas: 1, threads: 1 },
  { replicas: 1, threads: 2 },
  { replicas: 2, threads: 2 },
];
const BINARY = "tfjs-backend-wasm-simd.wasm";
const root = join(import.meta.dirname, "../../../..");

async function layOut(folder: string): Promise<void> {
  await build({
    entryPoints: {
      page: join(import.meta.dirname, "replicasPage.ts"),
      replica: join(root, "packages/training/src/worker.ts"),
    },
    ...{ bundle: true, format: "esm", conditions: ["@tensorloom/source"], logLevel: "error", outdir: folder },
  });
  copyFileSync(join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist", BINARY), join(folder, BINARY));
  writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
}

if (executablePath === undefined) print({ bench: "webReplicas", skipped: "there is no Chromium" });
else {
  const folder = mkdtempSync(join(tmpdir(), "replicas-bench-"));
  await layOut(folder);
  const server = await serveFolder(folder, true);
  const browser = await launchChromium();
  let alone: number | undefined;
  let efficiency = NaN;
  for (const run of RUNS) {
    const page = await browser.newPage();
    await page.goto(server.address);
    await page.waitForFunction("globalThis.ready === true");
    const task: PageRun = { ...settings, ...run };
    const { times, longestTask } = await page.evaluate<PageTimes>(`timeSteps(${JSON.stringify(task)})`);
    await page.close();
    const msPerStep = Math.min(...times.slice(settings.warmUps));
    alone ??= msPerStep;
    const cores = Math.max(run.replicas, run.threads);
    efficiency = alone / (cores * msPerStep);
    print({
      ...{ bench: "webReplicas", ...run, batch: settings.batch, msPerStep: round(msPerStep) },
      ...{ efficiency: round(efficiency), longestTask: round(longestTask) },
    });
  }
  print({ bench: "webReplicas", from: 1, to: 2, efficiency: round(efficiency) });
  await browser.close();
  await server.close();
  rmSync(folder, { recursive: true });
}
