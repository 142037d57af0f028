import type { Storage } from "@tensorloom/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startS3Server, type S3Server } from "../../fixtures/s3Server.ts";
import { s3Storage } from "./s3Storage.ts";

const MIB = 2 ** 20;
let server: S3Server;
let storage: Storage;
let seen: string[] = [];
const credentials = { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "very/secret" };

/** `fetch` that notes what it sends. */
const noted: typeof fetch = (input, init) => {
  seen.push(`${init?.method ?? "GET"} ${new URL(input as string).search}`);
  return fetch(input, init);
};

beforeAll(async () => {
  server = await startS3Server("isic", 1203);
  storage = s3Storage({
    endpoint: server.endpoint,
    region: "eu-west-1",
    credentials,
    fetch: noted,
    retryDelay: 1,
    partBytes: 5 * MIB,
  });
}, 120_000);
afterAll(() => server.stop());

async function put(address: string, bytes: Uint8Array | string): Promise<void> {
  const object = await storage.write(address);
  await object.write(typeof bytes === "string" ? new TextEncoder().encode(bytes) : bytes);
  await object.commit();
}
async function list(pattern: string): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { address } of storage.list(pattern)) found.push(address);
  return found;
}
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
const testBytes = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);

describe("objects of S3", () => {
  it("keep their names, with spaces, plus signs, percent signs and any letters", async () => {
    const names = ["a b", "a+b", "a%20b", "ü/日本", "what?#&=.txt", "(x)'!*~", "tab\there"];
    for (const name of names) await put(`s3://isic/names/${name}`, name);
    expect([...(await list("s3://isic/names/"))].sort()).toEqual(
      names.map((name) => `s3://isic/names/${name}`).sort(),
    );
    for (const name of names) {
      expect(text(await storage.read(`s3://isic/names/${name}`))).toBe(name);
      expect(await storage.stat(`s3://isic/names/${name}`)).toMatchObject({
        size: new TextEncoder().encode(name).length,
      });
    }
    await storage.remove("s3://isic/names/a b");
    await storage.remove("s3://isic/names/a b");
    expect(await storage.stat("s3://isic/names/a b")).toBeUndefined();
    expect(await storage.stat("s3://isic/names/a+b")).toBeDefined();
  });

  it("are listed below folders whose names have characters of globs", async () => {
    const names = ["a[1]/x", "a[1]/deep/y", "a1/x", "b{1,2}*/x"].map((name) => `s3://isic/odd/${name}`);
    for (const name of names) await put(name, "x");
    expect(await list("s3://isic/odd/a[[]1]/")).toEqual([names[1], names[0]]);
    expect(await list("s3://isic/odd/a[[]1]/*")).toEqual([names[0]]);
    expect(await list("s3://isic/odd/b[{]1,2}[*]/x")).toEqual([names[3]]);
    expect(await list("s3://isic/odd/a[1]/*")).toEqual([names[2]]);
  });

  it("are listed over several pages, by prefix and by glob", async () => {
    await put("s3://isic/many/deep/train0000.tfrec", "x");
    seen = [];
    expect(await list("s3://isic/many/")).toHaveLength(1204);
    expect(seen).toHaveLength(2);
    expect(seen[1]).toContain("continuation-token=");
    expect(await list("s3://isic/many/train{0007..0009}.tfrec")).toEqual(
      ["0007", "0008", "0009"].map((n) => `s3://isic/many/train${n}.tfrec`),
    );
    seen = [];
    expect(await list("s3://isic/many/d*")).toEqual([]);
    expect(seen).toEqual([expect.stringContaining("prefix=many%2Fd&delimiter=%2F")]);
    expect(await list("s3://isic/many/**/*0.tfrec")).toHaveLength(122);
    expect(await list("s3://isic/many/train0000.tfrec")).toHaveLength(1);
    expect(await list("s3://isic/nothing/*")).toEqual([]);

    await put("s3://isic/many/train", "the first of 1204 keys that start so");
    seen = [];
    expect(await list("s3://isic/many/train")).toEqual(["s3://isic/many/train"]);
    expect(seen).toHaveLength(1);
    await storage.remove("s3://isic/many/train");
  });

  it("may be empty", async () => {
    await put("s3://isic/empty", "");
    expect(await storage.stat("s3://isic/empty")).toMatchObject({ size: 0 });
    expect(await storage.read("s3://isic/empty")).toHaveLength(0);
    expect(await storage.read("s3://isic/empty", { offset: 0, length: 10 })).toHaveLength(0);
    for await (const chunk of storage.stream("s3://isic/empty")) expect(chunk).toBeUndefined();
  });

  it("are read by range, whole and in blocks", async () => {
    const bytes = testBytes(100_000);
    await put("s3://isic/data", bytes);
    const blocks = s3Storage({ endpoint: server.endpoint, credentials, blockBytes: 30_000, readAhead: 2 });
    expect(Buffer.compare(await blocks.read("s3://isic/data"), bytes)).toBe(0);
    expect(await blocks.read("s3://isic/data", { offset: 99_990, length: 100 })).toEqual(
      bytes.subarray(99_990),
    );
    expect(await blocks.read("s3://isic/data", { offset: 200_000, length: 100 })).toHaveLength(0);
    expect(await blocks.read("s3://isic/data", { offset: 5, length: 65_000 })).toEqual(
      bytes.subarray(5, 65_005),
    );
    const lengths = [];
    for await (const chunk of blocks.stream("s3://isic/data", { offset: 1 })) lengths.push(chunk.length);
    expect(lengths).toEqual([30_000, 30_000, 30_000, 9_999]);
    const { requests, bytesRead, retries } = blocks.statistics();
    expect({ requests, bytesRead, retries }).toEqual({
      requests: 4 + 1 + 1 + 3 + 4,
      bytesRead: 100_000 + 10 + 65_000 + 99_999,
      retries: 0,
    });
  });

  it("that change are errors of readers of a version", async () => {
    await put("s3://isic/versions", testBytes(50_000));
    const { etag } = (await storage.stat("s3://isic/versions"))!;
    const blocks = s3Storage({ endpoint: server.endpoint, credentials, blockBytes: 10_000, readAhead: 0 });
    const stream = blocks.stream("s3://isic/versions");
    expect((await stream.next()).value?.length).toBe(10_000);
    await put("s3://isic/versions", testBytes(50_001));
    await expect(stream.next().then(() => "read")).rejects.toMatchObject({
      kind: "changed",
      status: 412,
      offset: 10_000,
    });
    await expect(storage.read("s3://isic/versions", { etag, length: 1 })).rejects.toThrow(
      "s3://isic/versions: the object has changed since its version was taken",
    );
    expect(await storage.read("s3://isic/versions", { length: 1 })).toHaveLength(1);
  });

  it("report what is missing", async () => {
    await expect(storage.read("s3://isic/none")).rejects.toMatchObject({
      kind: "not-found",
      message:
        "s3://isic/none: there is no such object: NoSuchKey: The specified key does not exist. (status 404)",
    });
    await expect(list("s3://no-bucket/x*")).rejects.toMatchObject({ kind: "not-found" });
    await expect(list("s3://no-bucket/x*")).rejects.toThrow("there is no such bucket");
    await expect(storage.read("s3://isic")).rejects.toThrow("it is the address of a folder");
    await expect(storage.read("s3://isic/a/../b")).rejects.toThrow("cannot name folders");
    await expect(list("s3://is*/x")).rejects.toThrow("a glob may be in the key only");
  });
});

describe("uploads to S3", () => {
  it("are multipart if they are large, and appear when they are committed", async () => {
    const bytes = testBytes(16 * MIB + 5);
    seen = [];
    const object = await storage.write("s3://isic/large");
    for (let at = 0; at < bytes.length; at += 3 * MIB) await object.write(bytes.subarray(at, at + 3 * MIB));
    expect(await storage.stat("s3://isic/large")).toBeUndefined();
    await object.commit();
    await object.discard();
    expect(object.bytes).toBe(bytes.length);
    expect(seen.filter((one) => one.startsWith("PUT ?partNumber"))).toHaveLength(4);
    const found = await storage.stat("s3://isic/large");
    expect(found?.etag).toMatch(/-4"$/); // of four parts
    expect(Buffer.compare(await storage.read("s3://isic/large"), bytes)).toBe(0);
    await expect(object.write(bytes)).rejects.toThrow("the object has been committed");
  });

  it("leave nothing if they are discarded", async () => {
    seen = [];
    const object = await storage.write("s3://isic/dropped");
    await object.write(new Uint8Array(11 * MIB));
    await object.discard();
    expect(await storage.stat("s3://isic/dropped")).toBeUndefined();
    const aborted = seen.find((one) => one.startsWith("DELETE ?uploadId="))?.slice("DELETE ".length);
    const late = await fetch(`${server.endpoint}/isic/dropped${String(aborted)}&partNumber=3`, {
      method: "PUT",
      body: "x",
    });
    expect(late.status).toBe(404); // the server has forgotten the upload
    expect(await late.text()).toContain("NoSuchUpload");
  });

  it("leave nothing if they are interrupted", async () => {
    const controller = new AbortController();
    const object = await storage.write("s3://isic/interrupted", { signal: controller.signal });
    await object.write(new Uint8Array(11 * MIB));
    controller.abort(new Error("stop"));
    await expect(object.commit()).rejects.toThrow("stop");
    seen = [];
    await object.discard();
    expect(seen).toEqual([expect.stringContaining("DELETE ?uploadId=")]);
    expect(await storage.stat("s3://isic/interrupted")).toBeUndefined();
  });

  it("replace nothing if they must not", async () => {
    await put("s3://isic/kept", "old");
    await expect(storage.write("s3://isic/kept", { replace: false })).rejects.toMatchObject({
      kind: "exists",
    });
  });

  it.each([1, 11])(
    "are written once if the answer to the write is lost: %i MiB, not to be replaced",
    async (mebibytes) => {
      let lost = 0;
      const lossy: typeof fetch = async (input, init) => {
        const { searchParams } = new URL(input as string);
        const isLast =
          mebibytes === 1 ? init?.method === "PUT" : searchParams.has("uploadId") && init?.method === "POST";
        if (!isLast) return fetch(input, init);
        if (lost > 0) return new Response(null, { status: 412 }); // of S3; this server has no If-None-Match
        lost++;
        await (await fetch(input, init)).text();
        throw new TypeError("fetch failed", {
          cause: Object.assign(new Error("reset"), { code: "ECONNRESET" }),
        });
      };
      const { endpoint } = server;
      const options = { endpoint, region: "eu-west-1", credentials, retryDelay: 1, partBytes: 5 * MIB };
      const address = `s3://isic/lost-${String(mebibytes)}`;
      const object = await s3Storage({ ...options, fetch: lossy }).write(address, { replace: false });
      await object.write(new Uint8Array(mebibytes * MIB));
      await object.commit();
      expect(lost).toBe(1);
      expect(await storage.stat(address)).toMatchObject({ size: mebibytes * MIB });
    },
  );
});

describe("options of s3Storage", () => {
  it("are checked", () => {
    expect(() => s3Storage({ endPoint: "x" } as object)).toThrow("did you mean endpoint?");
    expect(() => s3Storage({ partBytes: 1 })).toThrow("s3Storage: partBytes must be an integer from 5242880");
    expect(() => s3Storage({ credentials: { accessKeyId: "x" } as never })).toThrow(
      "s3Storage: credentials must have accessKeyId and secretAccessKey",
    );
  });
});
