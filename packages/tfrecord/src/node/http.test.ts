import { createServer, type Server } from "node:http";
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { fetchRecords, httpBytes } from "../httpBytes.ts";
import { HttpError } from "../httpError.ts";
import { recordFile } from "../recordFile.ts";
import { indexRecords } from "../recordIndex.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
let server: Server;
let base = "";
let etag = '"first"';
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const url = request.url ?? "";
    const range = request.headers.range ?? "";
    asked.push(range);
    if (url === "/ends") {
      response.writeHead(200, { "Content-Length": "71364" });
      return response.write(readFileSync(join(fixtures, "records.plain.tfrecord")).subarray(0, 100), () =>
        response.destroy(),
      );
    }
    if (url === "/none") return response.writeHead(404).end("no such file");
    const bytes = readFileSync(join(fixtures, url.replace("/whole", "")));
    const found = /^bytes=(\d+)-(\d+)$/.exec(range);
    if (found === null || url.startsWith("/whole")) return response.end(bytes);
    const [from, to] = [Number(found[1]), Math.min(Number(found[2]), bytes.length - 1)];
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

describe("a connection that breaks", () => {
  it.each(["throw", "resync"] as const)("is no damage of the file: %s", async (damage) => {
    await expect(lengths(fetchRecords(`${base}/ends`, { damage }))).rejects.toThrow(TypeError);
  });
});

describe("httpBytes", () => {
  it("reads single records by range", async () => {
    const bytes = await httpBytes(`${base}/records.plain.tfrecord`);
    const file = recordFile(bytes, await indexRecords(bytes));
    asked.length = 0;
    expect([file.length, new TextDecoder().decode(await file.at(2))]).toEqual([6, "hello world"]);
    expect(asked).toEqual(["bytes=33-59"]);
    await file.close();
  });

  it("refuses a file that is another one meanwhile", async () => {
    const bytes = await httpBytes(`${base}/records.plain.tfrecord`);
    etag = '"second"';
    await expect(indexRecords(bytes)).rejects.toThrow("the file is not the one any more that was opened");
  });

  it("reads an empty file", async () => {
    const bytes = await httpBytes(`${base}/empty.tfrecord`);
    expect((await indexRecords(bytes)).length).toBe(0);
  });

  it("refuses a server that sends the whole file for a range", async () => {
    await expect(httpBytes(`${base}/whole/records.plain.tfrecord`)).rejects.toThrow(
      "the server does not answer the range from 0 (status 200)",
    );
  });
});
