import { createServer, type Server } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { httpReader } from "../bytes/httpReader.ts";
import { fetchRecords } from "../records/fetchRecords.ts";
import { HttpError } from "../bytes/httpError.ts";
import { recordFile } from "../records/recordFile.ts";
import { indexRecords } from "../records/recordIndex.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
let server: Server;
let base = "";
let etag = '"first"';
const requests: string[] = [];
/** How the next answers fail, and how many of them. */
let [trouble, failures] = ["", 0];

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? "";
    const range = request.headers.range ?? "";
    requests.push(range);
    if (url === "/ends" && range === "") {
      response.writeHead(200, { "Content-Length": "71364" });
      return response.write(readFileSync(join(fixtures, "records.plain.tfrecord")).subarray(0, 100), () =>
        response.destroy(),
      );
    }
    if (failures > 0) {
      failures -= 1;
      const bytes = readFileSync(join(fixtures, url));
      const first = /^bytes=(\d+)-(\d*)$/.exec(range);
      const from = Number(first?.[1] ?? 0);
      const to = Math.min(
        Number(first?.[2] === "" ? NaN : (first?.[2] ?? NaN)) || bytes.length - 1,
        bytes.length - 1,
      );
      if (trouble === "busy") return response.writeHead(503).end();
      const part = bytes.subarray(from, Math.min(to + 1, from + 900));
      const stated = `bytes ${String(from)}-${String(trouble === "short" ? from + part.length - 1 : to)}`;
      const headers = { ETag: etag, "Content-Range": `${stated}/${String(bytes.length)}` };
      if (trouble === "short" && range !== "") return response.writeHead(206, headers).end(part);
      const sent = range === "" || trouble === "norange" ? bytes.subarray(0, from + 900) : part;
      response.writeHead(range === "" || trouble === "norange" ? 200 : 206, {
        ...(range === "" || trouble === "norange" ? { ETag: etag } : headers),
        "Content-Length": range === "" || trouble === "norange" ? bytes.length : to + 1 - from,
      });
      if (trouble === "changes") etag = '"other"';
      return response.write(sent, () => response.destroy());
    }
    if (url === "/ends") return response.writeHead(503).end();
    if (url === "/none") return response.writeHead(404).end("no such file");
    const bytes = readFileSync(join(fixtures, url.replace("/whole", "")));
    const found = /^bytes=(\d+)-(\d*)$/.exec(range);
    if (found === null || url.startsWith("/whole")) return response.setHeader("ETag", etag).end(bytes);
    const [from, to] = [
      Number(found[1]),
      Math.min(found[2] === "" ? Infinity : Number(found[2]), bytes.length - 1),
    ];
    if (from >= bytes.length)
      return response.writeHead(416, { "Content-Range": `bytes */${String(bytes.length)}` }).end();
    response.writeHead(206, {
      ETag: etag,
      "Content-Range": `bytes ${String(from)}-${String(to)}/${String(bytes.length)}`,
    });
    return response.end(bytes.subarray(from, to + 1));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  base = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

async function lengths(source: AsyncIterable<Uint8Array>): Promise<number[]> {
  const read: number[] = [];
  for await (const record of source) read.push(record.length);
  return read;
}

describe("fetchRecords", () => {
  it.each(["plain", "gzip", "zlib"])("reads a file while it arrives: %s", async (name) => {
    expect(await lengths(fetchRecords(`${base}/records.${name}.tfrecord`))).toEqual([
      0, 1, 11, 256, 1000, 70000,
    ]);
  });

  it("names the address in its errors", async () => {
    const url = `${base}/damaged.data-flipped.tfrecord`;
    await expect(lengths(fetchRecords(url))).rejects.toMatchObject({ file: url, record: 3 });
    await expect(lengths(fetchRecords(`${base}/none`))).rejects.toThrow(HttpError);
    await expect(lengths(fetchRecords(`${base}/none`))).rejects.toMatchObject({ status: 404 });
  });
});

const QUICK = { maxRetries: 3, retryDelay: 1 };

describe("a server that fails", () => {
  it.each(["throw", "resync"] as const)("is no damage of the file: %s", async (damage) => {
    const read: number[] = [];
    const reading = (async () => {
      for await (const { length } of fetchRecords(`${base}/ends`, { damage, ...QUICK })) read.push(length);
    })();
    await expect(reading).rejects.toMatchObject({
      name: "HttpError",
      url: `${base}/ends`,
      record: 3,
      offset: 60,
      message: expect.stringContaining("record 3 at byte 60: ") as unknown,
    });
    expect(read).toEqual([0, 1, 11]);
  });

  it.each(["busy", "breaks", "short", "norange"])("is requests again: %s", async (kind) => {
    trouble = kind;
    failures = 3;
    const url = `${base}/records.plain.tfrecord`;
    expect(await lengths(fetchRecords(url, QUICK))).toEqual([0, 1, 11, 256, 1000, 70000]);
    failures = 3;
    if (kind === "norange") return;
    const bytes = await httpReader(url, QUICK);
    const file = recordFile(bytes, await indexRecords(bytes));
    failures = 3;
    expect((await file.at(-1))?.length).toBe(70000);
  });

  it("fails after the last attempt, with the record of at()", async () => {
    failures = 0;
    const bytes = await httpReader(`${base}/records.plain.tfrecord`, QUICK);
    const file = recordFile(bytes, await indexRecords(bytes));
    trouble = "busy";
    failures = 9;
    await expect(file.at(4)).rejects.toMatchObject({ status: 503, record: 4, offset: 332 });
    failures = 0;
  });

  it("is not waited for after the signal", async () => {
    trouble = "busy";
    failures = 9;
    const stop = new AbortController();
    const url = `${base}/records.plain.tfrecord`;
    const reading = lengths(fetchRecords(url, { request: { signal: stop.signal }, retryDelay: 60_000 }));
    setTimeout(() => {
      stop.abort();
    }, 20);
    await expect(reading).rejects.toThrow("aborted");
    failures = 0;
  });

  it("may not change the file meanwhile", async () => {
    trouble = "changes";
    failures = 1;
    const reading = lengths(fetchRecords(`${base}/records.plain.tfrecord`, QUICK));
    await expect(reading).rejects.toThrow("the file changed while it was read");
    failures = 0;
    etag = '"first"';
  });
});

describe("httpReader", () => {
  it("reads single records by range", async () => {
    const bytes = await httpReader(`${base}/records.plain.tfrecord`);
    const file = recordFile(bytes, await indexRecords(bytes));
    requests.length = 0;
    expect([file.length, new TextDecoder().decode(await file.at(2))]).toEqual([6, "hello world"]);
    expect(requests).toEqual(["bytes=33-59"]);
    await file.close();
  });

  it("refuses a file that is another one meanwhile", async () => {
    const bytes = await httpReader(`${base}/records.plain.tfrecord`);
    etag = '"second"';
    await expect(indexRecords(bytes)).rejects.toThrow("the file has changed since it was opened");
  });

  it("reads an empty file", async () => {
    const bytes = await httpReader(`${base}/empty.tfrecord`);
    expect((await indexRecords(bytes)).length).toBe(0);
  });

  it("refuses a server that sends the whole file for a range", async () => {
    await expect(httpReader(`${base}/whole/records.plain.tfrecord`)).rejects.toThrow(
      "the server did not return the range from byte 0 (status 200)",
    );
  });
});
