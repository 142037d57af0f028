import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import { type FileServer, serveFolder } from "../../../../.config/browser/server.ts";
import { CONTRACT } from "../../fixtures/contract.ts";
import { startWorkers } from "./startWorkers.ts";

const SCRIPT =
  "its worker's script cannot be loaded: it must exist at the worker's address, be JavaScript, and on a cross-origin " +
  'isolated page have the header "Cross-Origin-Embedder-Policy: require-corp" too';

it("says that Node has no Web Workers", async () => {
  const create = (): never => {
    throw new Error("never called");
  };
  await expect(startWorkers(create, { size: 2 })).rejects.toThrow(
    new RangeError("startWorkers: this environment has no Web Workers"),
  );
  await expect(startWorkers(create, { size: 0 })).rejects.toThrow(
    "startWorkers: size must be an integer of at least 1, got 0",
  );
  await expect(startWorkers("worker.js" as never, { size: 1 })).rejects.toThrow(
    "startWorkers: createWorker must be a function that returns a new Worker",
  );
});

describe.skipIf(executablePath === undefined)("replicas in Web Workers of Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "workers-page-"));
  const servers: FileServer[] = [];
  let browser: Browser;
  let page: Page;

  async function open(isolated: boolean): Promise<Page> {
    const server = await serveFolder(folder, isolated);
    servers.push(server);
    const opened = await browser.newPage();
    await opened.goto(server.address);
    await opened.waitForFunction("globalThis.ready === true");
    return opened;
  }

  beforeAll(async () => {
    const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "workers");
    await build({
      entryPoints: ["page", "replica", "nested"].map((name) => join(fixtures, `${name}.ts`)),
      bundle: true,
      format: "esm",
      conditions: ["@tensorloom/source"],
      outdir: folder,
      logLevel: "error",
    });
    writeFileSync(join(folder, "index.html"), `<!doctype html><script type="module" src="page.js"></script>`);
    writeFileSync(join(folder, "broken.js"), `throw new TypeError("no luck");`);
    browser = await launchChromium();
    page = await open(true);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    for (const server of servers) await server.close();
    rmSync(folder, { recursive: true });
  });

  it.each(["contract(1)", "contract(2)", "contract(4)", `nested("contract", 3)`])(
    "%s: hold the contract of communicators",
    async (run) => {
      const size = Number(/\d/.exec(run)?.[0]);
      const passed = await page.evaluate(run);
      expect(passed).toEqual(Array.from({ length: size }, () => Object.keys(CONTRACT)));
      expect(await page.evaluate("locks()")).toEqual([]);
    },
  );

  it.each([
    ["throw", "failed: the dog ate it", "TypeError"],
    ["reject", "failed: the cat ate it", "TypeError"],
    ["end", "failed: its worker has ended", "Error"],
  ])("%s: everyone gets the error of a replica that fails", async (command, what, cause) => {
    const error = { name: "ReplicaError", message: `replica 1 ${what}`, rank: 1, cause };
    for (const run of [`failure("${command}")`, `nested("failure", "${command}")`])
      expect(await page.evaluate(run)).toEqual([error, error, error, error]);
    expect(await page.evaluate("locks()")).toEqual([]);
  });

  it("say why they do not start", async () => {
    const messageOf = async (argument: string) =>
      (await page.evaluate<{ readonly message: string }>(`start(${argument})`)).message;
    expect(await messageOf(`{ data: "refuse" }`)).toBe("replica 1 failed: not today");
    expect(await messageOf(`{ script: "nowhere.js" }`)).toMatch(/^replica \d failed: /);
    expect(await messageOf(`{ script: "nowhere.js" }`)).toContain(SCRIPT);
    expect(await messageOf(`{ script: "broken.js" }`)).toContain("no luck");
    expect(await page.evaluate(`start({ abort: true })`)).toBe("Error: Ctrl-C");
    expect(await page.evaluate("locks()")).toEqual([]);
  });

  it("all end when the group is closed, even if they wait", async () => {
    const end = "Error: the communicator is closed";
    for (const run of ["closeAll()", `nested("closeAll")`])
      expect(await page.evaluate(run)).toEqual([2, end, end]);
    expect(await page.evaluate("locks()")).toEqual([]);
  });

  it("need a page that is cross-origin isolated", async () => {
    const plain = await open(false);
    expect(await plain.evaluate("start()")).toBe(
      "RangeError: startWorkers: this page is not cross-origin isolated, so its workers cannot share memory; serve it and " +
        'its scripts with the headers "Cross-Origin-Opener-Policy: same-origin" and "Cross-Origin-Embedder-Policy: require-corp"',
    );
  });
});
