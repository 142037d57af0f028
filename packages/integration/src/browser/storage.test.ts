import { encodeExample, float32, writeRecords } from "@tensorloom/tfrecord";
import { build } from "esbuild";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../../.config/browser/chromium.ts";
import {
  type Answer,
  brokenAfter,
  content,
  refused,
  whole,
} from "../../../efficientnet/fixtures/weightServer.ts";
import { floatBytes, safetensorsFile } from "../../../efficientnet/fixtures/weightsAs.ts";
import type { Program, Run, Trained } from "./program.ts";

const EPOCHS = 6;
const weights = Buffer.from(Array.from({ length: 300_000 }, (_, i) => (i * 31) & 255));
const tensors = safetensorsFile({ "a/kernel": { dtype: "F32", shape: [2], bytes: floatBytes(3, 4) } });
const tfjs = JSON.stringify([
  { paths: ["a.bin"], weights: [{ name: "a/kernel", shape: [2], dtype: "float32" }] },
]);
/** A tar file of one member: POSIX ustar, pax(1). */
function tarFile(name: string, text: string): Buffer {
  const header = Buffer.alloc(512);
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, "0")}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 7) + octal(0, 7) + octal(0, 7) + octal(text.length, 11) + octal(0, 11), 100);
  header.write("        0", 148); // the checksum counts as spaces; an ordinary file
  header.write("ustar\x0000", 257);
  header.write(
    `${header
      .reduce((sum, byte) => sum + byte, 0)
      .toString(8)
      .padStart(6, "0")}\0 `,
    148,
  );
  const body = Buffer.alloc(512);
  body.write(text);
  return Buffer.concat([header, body, Buffer.alloc(1024)]);
}
/** Files of a server, by address. */
const files: Readonly<Record<string, string | Uint8Array>> = {
  "/any/weights_manifest.json": tfjs,
  "/any/a.bin": floatBytes(1, 2),
  "/any/b0.safetensors": tensors,
  "/rows/a.csv": "name,age\nAda,36\n",
  "/rows/a.jsonl": '{"x": 1}\n{"x": 2}\n',
  "/rows/a.tar": tarFile("0001.cls", "7"),
};
const digest = createHash("sha256").update(weights).digest("hex");

describe.skipIf(executablePath === undefined)("a page and its worker in Chromium", () => {
  const folder = mkdtempSync(join(tmpdir(), "tensorloom-browser-"));
  let browser: Browser;
  let server: Server;
  let page: Page;
  let requests: string[] = [];
  let ranges: (string | undefined)[] = [];
  let answers: Answer[] = [];
  const addressOf = (): string => `http://localhost:${String((server.address() as AddressInfo).port)}/`;

  beforeAll(async () => {
    const records = Array.from({ length: 24 }, (_, i) =>
      encodeExample({ x: float32([i / 24, (i % 5) / 5]), y: float32([Math.sin(i)]) }),
    );
    const chunks: Uint8Array[] = [];
    for await (const chunk of writeRecords(records)) chunks.push(chunk.slice());
    writeFileSync(join(folder, "train.tfrec"), Buffer.concat(chunks));
    const { outputFiles } = await build({
      entryPoints: [join(import.meta.dirname, "main.ts")],
      bundle: true,
      minify: true,
      write: false,
      format: "esm",
      outdir: folder,
      conditions: ["@tensorloom/source"],
      logLevel: "silent",
    });
    const script = outputFiles[0].contents;
    server = createServer((request, response) => {
      const { url = "/" } = request;
      requests.push(url);
      if (url === "/main.js") response.setHeader("Content-Type", "text/javascript").end(script);
      else if (url.startsWith("/resume/")) {
        ranges.push(request.headers.range);
        (answers.shift() ?? refused)(request, response);
      } else if (Object.hasOwn(files, url)) response.end(files[url]);
      else if (url.endsWith(".h5")) response.setHeader("Content-Length", weights.length).end(weights);
      else
        response
          .setHeader("Content-Type", "text/html")
          .end(`<!doctype html><input type="file" /><script type="module" src="main.js"></script>`);
    });
    await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(addressOf());
    await page.waitForFunction("globalThis.call !== undefined");
    await page.setInputFiles("input", join(folder, "train.tfrec"));
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    server.close();
    rmSync(folder, { recursive: true, force: true });
  });

  type Where = "call" | "callWorker";
  function call<Name extends keyof Program>(
    where: Where,
    name: Name,
    ...values: readonly unknown[]
  ): ReturnType<Program[Name]> {
    const text = [name, ...values].map((value) => JSON.stringify(value)).join(", ");
    return page.evaluate(`${where}(${text})`) as ReturnType<Program[Name]>;
  }
  const train = (where: Where, run: Omit<Run, "source"> & { readonly source: string }): Promise<Trained> =>
    call(where, "train", run);

  it("a worker that is terminated resumes from opfs: to the numbers of one that is not", async () => {
    const whole = await train("call", { source: "FILE", epochs: EPOCHS });
    expect(whole.losses).toHaveLength(EPOCHS);
    expect(whole.losses[EPOCHS - 1]).toBeLessThan(whole.losses[0]);
    expect(await call("callWorker", "copy", "FILE", "opfs:data/train.tfrec")).toBeGreaterThan(1000);

    const run = { source: "opfs:data/train.tfrec", epochs: EPOCHS, folder: "opfs:runs/first" };
    await page.evaluate("globalThis.stopAfter = 3");
    expect(await train("callWorker", run)).toBeUndefined(); // terminated at the end of epoch 3
    const left = await call("call", "list", "opfs:runs/first/state/*.safetensors");
    expect(left.length).toBeGreaterThan(0);
    await page.evaluate("globalThis.stopAfter = undefined");
    const resumed = await train("callWorker", run);
    expect(resumed).toEqual(whole);
    const rows = (await call("call", "text", "opfs:runs/first/log.csv")).trim().split("\n");
    expect(rows.map((row) => row.split(",")[0])).toEqual(["epoch", "0", "1", "2", "3", "4", "5"]);
    expect(await train("call", { ...run, source: "FILE" })).toEqual(whole); // finished: nothing left to do
  });

  it.each(["call", "callWorker"] as const)("saves and loads models and classifiers: %s", async (where) => {
    const [output, tfjs, keras, no, yes] = await call(where, "save", `opfs:saved/${where}`);
    expect([tfjs, keras]).toEqual([output, output]);
    expect([no, yes]).toEqual([0.5, 0.5]); // the sigmoid of zeros
  });

  it("downloads weights once, verified, and keeps nothing that is not what was asked for", async () => {
    requests = [];
    const mirror = addressOf();
    const size = weights.length;
    expect(await call("call", "download", mirror, "a.h5", digest)).toEqual([
      "opfs:tensorloom/a.h5",
      size,
      size,
    ]);
    expect(await call("callWorker", "download", mirror, "a.h5", digest)).toEqual(["opfs:tensorloom/a.h5"]);
    expect(requests.filter((url) => url.endsWith(".h5"))).toEqual(["/a.h5"]);
    const [refused] = await call("call", "download", mirror, "b.h5", "00");
    expect(refused).toContain(`b.h5: expected sha256 00, got ${digest}`);
    expect(await call("call", "list", "opfs:tensorloom/")).toEqual(["opfs:tensorloom/a.h5"]);
  });

  it("resumes an interrupted download by range, and begins again if the file has changed", async () => {
    const mirror = `${addressOf()}resume`;
    const right = createHash("sha256").update(content).digest("hex");
    const wait = 300; // a browser drops what the page has not read yet
    answers = [brokenAfter(100_000, content, '"one"', wait), refused];
    const [broken] = await call("callWorker", "download", mirror, "one.h5", right);
    expect(broken).toMatch(/^DownloadError: .*one\.h5: /);
    answers = [whole()];
    ranges = [];
    const size = content.length;
    expect(await call("call", "download", mirror, "one.h5", right)).toEqual([
      "opfs:tensorloom/one.h5",
      size,
      size,
    ]);
    expect(ranges).toEqual([expect.stringMatching(/^bytes=[1-9]\d*-$/)]);

    answers = [brokenAfter(100_000, Buffer.alloc(400_000, 1), '"old"', wait), refused];
    expect((await call("call", "download", mirror, "two.h5", right))[0]).toContain("DownloadError");
    answers = [whole()]; // whose tag is another: it answers the range with the whole file
    expect(await call("call", "download", mirror, "two.h5", right)).toEqual([
      "opfs:tensorloom/two.h5",
      size,
      size,
    ]);
    expect(await call("call", "list", "opfs:tensorloom/*.part/*")).toEqual([]);
  });

  it("reads tfjs's shards and safetensors from any address, once, and from a File", async () => {
    const sha256 = createHash("sha256").update(tensors).digest("hex");
    requests = [];
    for (const where of ["call", "callWorker"] as const) {
      const manifest = `${addressOf()}any/weights_manifest.json`;
      expect(await call(where, "weights", manifest)).toEqual([["a/kernel", 1]]);
      expect(await call(where, "weights", "any/b0.safetensors", sha256)).toEqual([["a/kernel", 3]]);
    }
    expect(requests.filter((url) => url.startsWith("/any/")).sort()).toEqual(
      Object.keys(files)
        .filter((url) => url.startsWith("/any/"))
        .sort(),
    );
    const wrong = page.evaluate(`call("weights", "any/a.bin", "${"0".repeat(64)}")`);
    await expect(wrong).rejects.toThrow(/a\.bin: expected sha256 0{64}, got /);
    writeFileSync(join(folder, "mine.safetensors"), tensors);
    await page.setInputFiles("input", join(folder, "mine.safetensors"));
    expect(await call("callWorker", "weights", "FILE")).toEqual([["a/kernel", 3]]);
    await page.setInputFiles("input", join(folder, "train.tfrec"));
  });

  it("reads CSV, JSONL and tar files from opfs:, from the web and from a File", async () => {
    const rows = [[{ name: "Ada", age: 36 }], [{ x: 1 }, { x: 2 }], [{ __key__: "0001", cls: 7 }]];
    const names = ["a.csv", "a.jsonl", "a.tar"] as const;
    const web = names.map((name) => `${addressOf()}rows/${name}`);
    expect(await call("callWorker", "rows", web[0], web[1], web[2])).toEqual(rows);
    const own = names.map((name) => `opfs:rows/${name}`);
    for (const [at, name] of names.entries()) {
      writeFileSync(join(folder, name), files[`/rows/${name}`]);
      await page.setInputFiles("input", join(folder, name));
      await call("call", "copy", "FILE", own[at]);
    }
    for (const where of ["call", "callWorker"] as const)
      expect(await call(where, "rows", own[0], own[1], "FILE")).toEqual(rows);
    await page.setInputFiles("input", join(folder, "train.tfrec"));
  });

  it.each(["call", "callWorker"] as const)(
    "writes events of TensorBoard, runs and reports: %s",
    async (where) => {
      const tags = await call(where, "board", `opfs:board/${where}`);
      expect(tags).toEqual(expect.arrayContaining(["epoch/loss", "images/inputs", "step/loss"]));
      const refused = page.evaluate(`${where}("report", "opfs:report/${where}")`);
      await expect(refused).rejects.toThrow("writeReport: a browser needs the option scripts");
      const [name, epochs, ids, bytes] = await call(where, "report", `opfs:report/${where}`, [
        "globalThis.d3 = {}",
      ]);
      expect([name, epochs, ids]).toEqual(["B0", [{ epoch: 0, loss: 0.5 }], ["a", "b", "c"]]);
      const html = await call("call", "text", `opfs:report/${where}/report.html`);
      expect(Buffer.byteLength(html)).toBe(bytes);
      expect(html).toContain("globalThis.d3 = {}");
    },
  );

  it.each(["call", "callWorker"] as const)(
    "says how much the quota is if it is used up, and leaves no half file: %s",
    async (where) => {
      const session = await page.context().newCDPSession(page);
      const origin = new URL(addressOf()).origin;
      await session.send("Storage.overrideQuotaForOrigin", { origin, quotaSize: 2e6 });
      const refused = await call(where, "fill", "opfs:big/file.bin", 8e6);
      await session.send("Storage.overrideQuotaForOrigin", { origin });
      expect(refused).toMatch(
        /^full StorageError: opfs:big\/file\.bin: cannot write it: this site uses [\d.]+ MB/,
      );
      expect(refused).toContain("that the browser grants it");
      expect(await call("call", "list", "opfs:big/")).toEqual([]);
    },
  );

  it("refuses paths, and says what to pass", async () => {
    const refused = page.evaluate(`call("train", { source: "FILE", epochs: 1, folder: "runs/first" })`);
    await expect(refused).rejects.toThrow(
      'csvLog: path must be an address, got the path "runs/first/log.csv": a browser has no files',
    );
  });
});
