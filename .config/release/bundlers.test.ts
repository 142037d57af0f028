import { build as esbuild } from "esbuild";
import { copyFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type BundlerName, BUNDLERS } from "../browser/bundlers.ts";
import { executablePath, launchChromium } from "../browser/chromium.ts";
import { serveFolder } from "../browser/server.ts";

/** What `run(name)` of browser/page.js returns. */
interface Result {
  readonly reason: string;
  readonly isolated: boolean;
  readonly losses: readonly number[];
  readonly loss: number;
  readonly outputs: readonly number[];
}

const REASONS = {
  wasm: /^wasm, as requested: WebAssembly with SIMD, (one thread|\d+ threads)$/, // several on an isolated page
  cpu: /^cpu, as requested: plain JavaScript, one thread$/,
};
const PORTABLE = { decoder: { name: "portable", reason: "the native library needs Node" }, level: 128 };
const BINARY_FOLDER = "node_modules/@tensorflow/tfjs-backend-wasm/dist";
const BINARIES = ["tfjs-backend-wasm-simd.wasm", "tfjs-backend-wasm-threaded-simd.wasm"];
const NOT_ISOLATED =
  "RangeError: fit: replicas must be 1 here, got 2: this page is not cross-origin isolated";
/** A script of the workers that is built by itself: esbuild and rollup know no workers, as docs/guides/distributed.md says. */
const OWN_SCRIPT = `{ count: 2, syncBatchNorm: true, worker: () => new Worker("replica.js", { type: "module" }) }`;
/** Vite and webpack build the script of the workers. */
const REPLICAS: Readonly<Record<BundlerName, string>> = {
  vite: "{ count: 2, syncBatchNorm: true }",
  webpack: "{ count: 2, syncBatchNorm: true }",
  esbuild: OWN_SCRIPT,
  rollup: OWN_SCRIPT,
};

describe.skipIf(executablePath === undefined)("a production build in Chromium", () => {
  const home = inject("home");
  let browser: Browser | undefined;

  beforeAll(async () => {
    copyFileSync(join(import.meta.dirname, "..", "browser", "page.js"), join(home, "main.js"));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser?.close();
  });

  /** Opens a build's page, calls `use` with it and closes it. */
  async function onPage(out: string, isolated: boolean, use: (page: Page) => Promise<void>): Promise<void> {
    const server = await serveFolder(out, isolated);
    try {
      const page = await browser!.newPage();
      await page.goto(server.address);
      await page.waitForFunction("globalThis.ready === true");
      await use(page);
      await page.close();
    } finally {
      await server.close();
    }
  }

  async function buildReplica(out: string): Promise<void> {
    writeFileSync(join(home, "replica.js"), `import "@tensorloom/training/worker";\n`);
    const entryPoints = [join(home, "replica.js")];
    await esbuild({
      entryPoints,
      bundle: true,
      minify: true,
      format: "esm",
      outdir: out,
      logLevel: "silent",
    });
  }

  it.each(Object.keys(BUNDLERS) as BundlerName[])(
    "%s: trains, evaluates and predicts on wasm and cpu, cross-origin isolated or not",
    async (name) => {
      const out = join(home, `out-${name}`);
      await BUNDLERS[name](home, out);
      if (REPLICAS[name] === OWN_SCRIPT) await buildReplica(out);
      const results: Result[] = [];
      for (const isolated of [false, true])
        await onPage(out, isolated, async (page) => {
          for (const backend of ["wasm", "cpu"] as const) {
            const result = await page.evaluate<Result>(`run("${backend}")`);
            expect(result).toMatchObject({
              isolated,
              reason: expect.stringMatching(REASONS[backend]) as string,
            });
            results.push(result);
          }
          expect(await page.evaluate("recode()")).toEqual(PORTABLE);
          const replicas = isolated ? REPLICAS[name] : "2";
          const found = await page.evaluate(
            `pick("wasm").then(() => train({ replicas: ${replicas} })).then(lossesOf, String)`,
          );
          if (isolated) results.push({ ...results[0], losses: found as readonly number[] });
          else expect(found).toContain(NOT_ISOLATED);
        });
      // All runs compute the same numbers, and the losses fall.
      const [first, ...others] = results;
      expect(first.losses[1]).toBeLessThan(first.losses[0]);
      for (const { losses, loss, outputs } of others)
        for (const [at, value] of [...losses, loss, ...outputs].entries())
          expect(value).toBeCloseTo([...first.losses, first.loss, ...first.outputs][at], 5);
    },
    120_000,
  );

  it("trains and predicts with onnxruntime-web as with tfjs, once the page has loaded it", async () => {
    const out = join(home, "out-onnxruntime");
    await BUNDLERS.esbuild(home, out);
    symlinkSync(dirname(createRequire(import.meta.url).resolve("onnxruntime-web")), join(out, "ort"));
    await onPage(out, true, async (page) => {
      await page.evaluate(`pick("wasm")`);
      const refused = await page.evaluate(`train({ engine: "onnxruntime" }).catch(String)`);
      expect(refused).toContain("onnxruntime-web is not installed");
      await page.evaluate(`import("/ort/ort.wasm.min.mjs").then((ort) => (globalThis.ort = ort))`);
      const losses = (engine: string): Promise<readonly number[]> =>
        page.evaluate(
          `train({ engine: "${engine}" }).then(({ epochs }) => epochs.map(({ logs }) => logs.loss))`,
        );
      const [own, native] = [await losses("tfjs"), await losses("onnxruntime")];
      expect(native).toHaveLength(2);
      for (const [at, loss] of own.entries()) expect(native[at]).toBeCloseTo(loss, 5);
      expect(await page.evaluate(`train({}).then(({ engine }) => engine.name)`)).toBe("tfjs");
    });
  });

  it("names every address that has no binary, and the next backend is taken", async () => {
    const out = join(home, "out-lost");
    await BUNDLERS.esbuild(home, out);
    rmSync(join(out, "tfjs-backend-wasm-simd.wasm"));
    await onPage(out, true, async (page) => {
      const refused = await page.evaluate(`pick("wasm").catch(String)`);
      const address = new URL("tfjs-backend-wasm-simd.wasm", page.url()).href;
      expect(refused).toContain(`found no tfjs-backend-wasm-simd.wasm at ${address} (status 404)`);
      expect(refused).toContain("pass its folder as wasmFolder");
      const tried = await page.evaluate(
        `pick("auto").then(({ tried }) => tried.map(({ name, outcome }) => name + " " + outcome))`,
      );
      expect(tried).toEqual([
        "tensorflow unsuitable",
        expect.stringMatching(/^webgpu/),
        "wasm failed",
        "cpu taken",
      ]);
    });
  });

  it("replaces tfjs's threaded build if the program started that first", async () => {
    const out = join(home, "out-threads");
    await BUNDLERS.esbuild(home, out);
    for (const name of BINARIES) copyFileSync(join(home, BINARY_FOLDER, name), join(out, name));
    await onPage(out, true, async (page) => {
      expect(await page.evaluate(`startThreadedBuild("/")`)).toEqual([true, true]);
      expect(await page.evaluate(`run("wasm")`)).toMatchObject({ isolated: true, reason: REASONS.wasm });
    });
  });
});
