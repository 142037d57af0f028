import { useBackend } from "@tensorloom/backend";
import { build } from "esbuild";
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";
import { listDifferences } from "../../fixtures/listDifferences.ts";
import { COMBINED_CASES, net, type Outcome, outcome, runCase } from "../../fixtures/replicaRuns.ts";

/** Expects two runs to have the same losses and weights, up to a relative distance. */
function expectAlike(one: Outcome, other: Outcome, tolerance: number): void {
  expect(listDifferences(one, other, tolerance)).toEqual([]);
}

const root = join(import.meta.dirname, "..", "..", "..", "..");
const fixtures = join(root, "packages/training/fixtures/workers");
const BINARY = "tfjs-backend-wasm-simd.wasm";

describe.skipIf(executablePath === undefined)("replicas in Web Workers of Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "replicas-page-"));
  const servers: FileServer[] = [];
  let browser: Browser;
  let page: Page;

  async function open(isolated: boolean): Promise<Page> {
    const server = await serveFolder(folder, isolated);
    servers.push(server);
    const opened = await browser.newPage();
    await opened.goto(server.address);
    expect(await opened.evaluate("ready")).toBe(true);
    return opened;
  }

  beforeAll(async () => {
    await useBackend("wasm");
    await build({
      entryPoints: {
        page: join(fixtures, "page.ts"),
        replica: join(fixtures, "replica.ts"),
        plain: join(root, "packages/training/src/worker.ts"),
      },
      bundle: true,
      format: "esm",
      conditions: ["@tensorloom/source"],
      alias: { "#checkpoint-folder": join(fixtures, "memoryFolder.ts") },
      outdir: folder,
      logLevel: "error",
    });
    copyFileSync(join(root, "node_modules/@tensorflow/tfjs-backend-wasm/dist", BINARY), join(folder, BINARY));
    writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
    browser = await launchChromium();
    page = await open(true);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true });
  });

  const train = (name: string, count: number, more = {}): Promise<Outcome> =>
    page.evaluate(`train("${name}", ${String(count)}, ${JSON.stringify(more)})`);

  it.each(Object.keys(COMBINED_CASES))("train as one process of Node does with %s, to 1e-5", async (name) => {
    expectAlike(await runCase(name, 1), await train(name, 2), 1e-5);
  });

  it("train as two threads of Node do, and as one process with synchronised batch normalisation", async () => {
    const normalized = { isNormalized: true };
    expectAlike(await runCase("adam", 2, true), await train("adam", 2, normalized), 1e-6);
    const synced = { isNormalized: true, syncBatchNorm: true };
    expectAlike(await outcome(net(true), 1), await train("adam", 3, synced), 1e-4);
  });

  it("evaluate, validate and predict as one replica does, and leak no tensor", async () => {
    const found = await page.evaluate<{
      readonly left: number;
      readonly stable: number;
      readonly validated: number;
      readonly alone: { readonly loss: number; readonly auc: number };
      readonly together: { readonly loss: number; readonly auc: number };
      readonly outputs: readonly (readonly number[])[];
    }>("trainEpochs()");
    const { left, stable, validated, alone, together, outputs } = found;
    expect([left, stable]).toEqual([0, 1]);
    for (const value of [validated, together.loss]) expect(value).toBeCloseTo(alone.loss, 5);
    expect(together.auc).toBe(alone.auc);
    expect(outputs[0]).toHaveLength(28);
    for (const [row, value] of outputs[1].entries()) expect(value).toBeCloseTo(outputs[0][row], 6);
  });

  it.each([1, 2])("resume to the last bit, with %i batches per step", async (accumulate) => {
    const run = `resume({ accumulate: ${String(accumulate)} }, "opfs:run-${String(accumulate)}")`;
    const [whole, resumed] = await page.evaluate<readonly Outcome[]>(run);
    expect(resumed).toEqual(whole);
  });

  it("pass the gradients of all replicas to callbacks", async () => {
    const [one, two] = await page.evaluate<readonly Outcome["weights"][]>(
      "Promise.all([gradients(1), gradients(2)])",
    );
    expectAlike({ losses: [], weights: one }, { losses: [], weights: two }, 1e-5);
  });

  it("run layers that the worker's script registers, and name those that it does not", async () => {
    const run = (argument: string) => page.evaluate(`trainLayer("Doubling", ${argument})`);
    expect(await run("{}")).toEqual({
      found: expect.stringMatching(/^2 steps: replicas are 2/) as string,
      locks: 0,
    });
    expect(await run(`{ script: "plain.js" }`)).toEqual({
      found:
        "RangeError: fit: replicas: a replica's thread does not know layer mystery of class Doubling: import the module that " +
        "registers it, beside @tensorloom/training/worker, in a script of your own, and pass " +
        "`replicas: { count, worker: () => new Worker(script, { type: 'module' }) }`",
      locks: 0,
    });
  });

  it("end the run with one error if a worker fails, ends or cannot start, or the caller fails", async () => {
    const run = (argument: string) => page.evaluate(`trainLayer(${argument})`);
    expect(await run(`"Failing"`)).toEqual({
      found: expect.stringMatching(/^ReplicaError: replica \d failed: the worker has no patience$/) as string,
      locks: 0,
    });
    expect(await run(`"Ending"`)).toEqual({
      found: expect.stringMatching(/^ReplicaError: replica \d failed: its worker has ended$/) as string,
      locks: 0,
    });
    expect(await run(`"Doubling", { isDefault: true }`)).toEqual({
      found: expect.stringMatching(
        /^ReplicaError: replica \d failed: its worker's script cannot be loaded: .* with another bundler, build a script that imports @tensorloom\/training\/worker/,
      ) as string,
      locks: 0,
    });
    expect(await run(`"Doubling", { broken: true }`)).toEqual({
      found: expect.stringContaining("must have shape [4, 1], got [3]") as string,
      locks: 0,
    });
    for (const abort of [0, 300])
      expect(await run(`"Doubling", { abort: ${String(abort)} }`)).toEqual({
        found: "Error: enough",
        locks: 0,
      });
  });

  it("are as many as there are cores if the page is cross-origin isolated, else one", async () => {
    const isolated = await page.evaluate<{ readonly cores: number; readonly all: number }>("options()");
    expect(isolated).toMatchObject({ two: "trained", warnings: [], all: isolated.cores });
    const plain = await (await open(false)).evaluate("options()");
    const why =
      "this page is not cross-origin isolated, so its workers cannot share memory; serve it and its scripts with the " +
      'headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"';
    expect(plain).toMatchObject({
      ...{ losses: 5, all: 1, warnings: [`fit: one replica computes: ${why}`] },
      two: `RangeError: fit: replicas must be 1 here, got 2: ${why}`,
    });
  });
});
