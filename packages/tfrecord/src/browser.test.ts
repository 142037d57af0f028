import { build } from "esbuild";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { executablePath, launchChromium } from "../../../.config/browser/chromium.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");

const plainFile = readFileSync(join(fixtures, "records.plain.tfrecord"));
/** A gzip file of three members, cut inside records; followed by zero bytes, by junk; and cut in its last trailer. */
const members = Buffer.concat([
  gzipSync(plainFile.subarray(0, 40)),
  gzipSync(plainFile.subarray(40, 500)),
  gzipSync(plainFile.subarray(500)),
]);
const MADE: ReadonlyMap<string, Buffer> = new Map([
  ["members.gz", members],
  ["padded.gz", Buffer.concat([members, Buffer.alloc(600)])],
  ["junk.gz", Buffer.concat([members, Buffer.from("junk")])],
  ["cut.gz", members.subarray(0, -1)],
]);

/** What the page does: everything by the package's main entry, nothing of Node. */
const PAGE = `
import * as tfrecord from "./index.ts";

window.lengths = async (url) => {
  const read = [];
  for await (const record of tfrecord.fetchRecords(url)) read.push(record.length);
  return read;
};
window.frameBytes = async (url) => {
  const frame = document.body.appendChild(document.createElement("iframe"));
  const Foreign = frame.contentWindow.Uint8Array;
  const read = [];
  const bytes = new Foreign(await (await fetch(url)).arrayBuffer());
  for await (const record of tfrecord.readRecords([bytes.subarray(0, 9), bytes.subarray(9)])) read.push(record.length);
  return read;
};
window.damage = (url) => window.lengths(url).then(() => "none", ({ name, kind, record, offset }) => ({ name, kind, record, offset }));
window.parse = async (url) => {
  const spec = { target: tfrecord.fixedLength("int64", { as: "number", default: -1 }), image_name: tfrecord.fixedLength("string", { default: "" }) };
  const records = [];
  for await (const batch of tfrecord.readRecordBatches((await fetch(url)).body, 2)) records.push(...batch);
  return tfrecord.parseExample(records[0], spec);
};
window.third = async (url) => {
  const bytes = await tfrecord.httpReader(url);
  const file = tfrecord.recordFile(bytes, await tfrecord.indexRecords(bytes));
  return new TextDecoder().decode(await file.at(2));
};
window.roundTrip = async (compression) => {
  const examples = [1, 2, 3].map((x) => tfrecord.encodeExample({ x: tfrecord.int64(x) }));
  const read = [];
  for await (const record of tfrecord.readRecords(tfrecord.writeRecords(examples, { compression }))) read.push(record);
  return Array.from(tfrecord.parseExamples(read, { x: tfrecord.fixedLength("int64") }).x.data, String);
};
window.ready = true;
`;

async function bundled(): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: PAGE, resolveDir: import.meta.dirname, loader: "ts" },
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["@tensorloom/source"],
  });
  return outputFiles[0].text;
}

function serve(script: string): Server {
  return createServer((request, response) => {
    const name = (request.url ?? "/").slice(1);
    if (name === "")
      return response
        .setHeader("Content-Type", "text/html")
        .end(`<script type="module" src="script.js"></script>`);
    if (name === "script.js") return response.setHeader("Content-Type", "text/javascript").end(script);
    const made = MADE.get(name);
    if (made === undefined && !existsSync(join(fixtures, name))) return response.writeHead(404).end();
    const bytes = made ?? readFileSync(join(fixtures, name));
    const found = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (found === null) return response.end(bytes);
    const [from, to] = [Number(found[1]), Math.min(Number(found[2]), bytes.length - 1)];
    response.writeHead(206, {
      "Content-Range": `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`,
    });
    return response.end(bytes.subarray(from, to + 1));
  });
}

describe.skipIf(executablePath === undefined)("the main entry in Chromium", () => {
  let [server, browser, page]: [Server?, Browser?, Page?] = [];
  const inPage = (call: string): Promise<unknown> => page!.evaluate(call);

  beforeAll(async () => {
    server = serve(await bundled());
    await new Promise<void>((resolve) => server!.listen(0, "127.0.0.1", resolve));
    browser = await launchChromium();
    page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/`);
    await page.waitForFunction("window.ready === true");
  });
  afterAll(async () => {
    await browser?.close();
    await new Promise((resolve) => server?.close(resolve));
  });

  it.each(["plain", "gzip", "zlib"])("fetches, reads and verifies a file: %s", async (name) => {
    expect(await inPage(`lengths("records.${name}.tfrecord")`)).toEqual([0, 1, 11, 256, 1000, 70000]);
  });

  it.each(["members.gz", "padded.gz"])("reads gzip of several members: %s", async (name) => {
    expect(await inPage(`lengths("${name}")`)).toEqual([0, 1, 11, 256, 1000, 70000]);
  });

  it.each(["junk.gz", "cut.gz"])("reads all records before the compressed bytes break: %s", async (name) => {
    expect(await inPage(`damage("${name}")`)).toEqual({
      name: "TFRecordError",
      kind: "compression",
      record: 6,
      offset: plainFile.length,
    });
  });

  it("reads bytes that an iframe made", async () => {
    expect(await inPage(`frameBytes("records.gzip.tfrecord")`)).toEqual([0, 1, 11, 256, 1000, 70000]);
  });

  it("finds damage", async () => {
    expect(await inPage(`damage("damaged.data-flipped.tfrecord")`)).toEqual({
      name: "TFRecordError",
      kind: "data-checksum",
      record: 3,
      offset: 60,
    });
  });

  it("parses Examples", async () => {
    expect(await inPage(`parse("examples.tfrecord")`)).toEqual({ target: 1, image_name: "ISIC_2637011" });
  });

  it("reads one record by range", async () => {
    expect(await inPage(`third("records.plain.tfrecord")`)).toBe("hello world");
  });

  it.each(["none", "gzip", "zlib"])("writes what it reads back: %s", async (compression) => {
    expect(await inPage(`roundTrip("${compression}")`)).toEqual(["1", "2", "3"]);
  });
});
