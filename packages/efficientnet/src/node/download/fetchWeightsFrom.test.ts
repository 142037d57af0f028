import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { floatBytes } from "../../../fixtures/weightsAs.ts";
import { fetchWeightsFrom } from "../../download/fetchWeightsFrom.ts";
import { readWeights } from "../../files/readWeights.ts";

const manifest = JSON.stringify([
  { paths: ["a.bin"], weights: [{ name: "a/kernel", shape: [2], dtype: "float32" }] },
]);
const files: Readonly<Record<string, Uint8Array>> = {
  "/tfjs/weights_manifest.json?v=1": Buffer.from(manifest),
  "/tfjs/a.bin?v=1": floatBytes(1, 2),
};
const sha256 = createHash("sha256").update(floatBytes(1, 2)).digest("hex");
const cacheFolder = mkdtempSync(join(tmpdir(), "tensorloom-from-"));
const requests: string[] = [];
let server: Server;
let origin: string;

beforeAll(async () => {
  server = createServer(({ url = "" }, response) => {
    requests.push(url);
    const file = Object.hasOwn(files, url) ? files[url] : undefined;
    response.writeHead(file === undefined ? 404 : 200).end(file);
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  origin = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
});
afterAll(async () => {
  await new Promise((closed) => server.close(closed));
  rmSync(cacheFolder, { recursive: true });
});

it("fetchWeightsFrom downloads tfjs's manifest with its shards once, also with a query", async () => {
  const url = `${origin}/tfjs/weights_manifest.json?v=1`;
  const progress: string[] = [];
  const onProgress = (one: { readonly url: string }): void => void progress.push(one.url);
  const place = await fetchWeightsFrom(url, { cacheFolder, sha256: { "a.bin": sha256 }, onProgress });
  expect((await readWeights(place)).get("a/kernel")?.data).toEqual(Float32Array.of(1, 2));
  expect(progress).toEqual([url, `${origin}/tfjs/a.bin?v=1`]);
  expect(await fetchWeightsFrom(new URL(url), { cacheFolder })).toBe(place);
  expect(requests).toHaveLength(2);
});

it("fetchWeightsFrom refuses a file with another hash", async () => {
  const wrong = "0".repeat(64);
  await expect(fetchWeightsFrom(`${origin}/tfjs/a.bin?v=1`, { cacheFolder, sha256: wrong })).rejects.toThrow(
    `expected sha256 ${wrong}, got ${sha256}`,
  );
});

it.each([
  { url: "b0.h5", options: {}, says: 'fetchWeightsFrom: url must be a web address (https:), got "b0.h5"' },
  {
    url: "https://example.org/b0.h5",
    options: { sha256: "12" },
    says: 'fetchWeightsFrom: sha256 of b0.h5 must be 64 hexadecimal digits, got "12"',
  },
])("fetchWeightsFrom throws before any request: $says", async ({ url, options, says }) => {
  await expect(fetchWeightsFrom(url, options)).rejects.toThrow(says);
});
