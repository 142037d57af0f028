import type { Storage } from "@tensorloom/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startGoogleServer, type GoogleServer } from "../../fixtures/googleServer.ts";
import { gsStorage } from "./gsStorage.ts";

let server: GoogleServer;
let storage: Storage;

beforeEach(async () => {
  server = await startGoogleServer();
  storage = gsStorage({
    endpoint: server.url,
    credentials: () => ({ token: "token-1" }),
    partBytes: 256 * 1024,
    retryDelay: 1,
  });
});
afterEach(() => server.stop());

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
const testBytes = (length: number): Uint8Array =>
  Uint8Array.from({ length }, (_, i) => (i * 7 + (i >> 8)) & 255);
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("objects of Google Cloud Storage", () => {
  it("keep their names, are listed over pages, and are removed", async () => {
    const names = ["a b", "a+b", "a%2Fb", "ü/日本", "what?#&=.txt"];
    for (const name of names) await put(`gs://isic/n/${name}`, name);
    expect(await list("gs://isic/n/")).toEqual(names.map((name) => `gs://isic/n/${name}`).sort());
    expect(server.requests.filter((one) => one.includes("pageToken="))).toHaveLength(2); // pages of two
    for (const name of names) expect(text(await storage.read(`gs://isic/n/${name}`))).toBe(name);
    expect(await list("gs://isic/n/a*")).toEqual(["gs://isic/n/a b", "gs://isic/n/a%2Fb", "gs://isic/n/a+b"]);
    await storage.remove("gs://isic/n/a b");
    await storage.remove("gs://isic/n/a b");
    expect(await storage.stat("gs://isic/n/a b")).toBeUndefined();
    expect(server.tokens).toEqual(new Set(["Bearer token-1"]));
  });

  it("are read in one generation", async () => {
    await put("gs://isic/x", "one");
    const { etag, size } = (await storage.stat("gs://isic/x"))!;
    expect(size).toBe(3);
    expect(text(await storage.read("gs://isic/x", { etag, offset: 1, length: 5 }))).toBe("ne");
    await put("gs://isic/x", "two");
    await expect(storage.read("gs://isic/x", { etag })).rejects.toMatchObject({
      kind: "changed",
      status: 412,
    });
    await put("gs://isic/empty", "");
    expect(await storage.read("gs://isic/empty")).toHaveLength(0);
    await expect(storage.read("gs://isic/none")).rejects.toThrow("there is no such object: No such object");
  });

  it("are uploaded in parts that continue after a break, and appear together", async () => {
    const bytes = testBytes(700 * 1024);
    server.loseParts = 2; // the connection breaks after a part of the second and third request
    const object = await storage.write("gs://isic/large");
    await object.write(bytes);
    expect(await storage.stat("gs://isic/large")).toBeUndefined();
    await object.commit();
    expect(Buffer.compare(await storage.read("gs://isic/large"), bytes)).toBe(0);
    expect(storage.statistics().retries).toBeGreaterThan(1);
    await put("gs://isic/whole", testBytes(512 * 1024)); // exactly two parts
    expect(await storage.stat("gs://isic/whole")).toMatchObject({ size: 512 * 1024 });
  });

  it("leave nothing if they are discarded", async () => {
    const object = await storage.write("gs://isic/dropped");
    await object.write(testBytes(600 * 1024));
    expect(server.sessions.size).toBe(1);
    await object.discard();
    expect(server.sessions.size).toBe(0);
    expect(await storage.stat("gs://isic/dropped")).toBeUndefined();
  });

  it("replace nothing if they must not", async () => {
    await put("gs://isic/kept", "old");
    await expect(storage.write("gs://isic/kept", { replace: false })).rejects.toMatchObject({
      kind: "exists",
    });
    const late = await storage.write("gs://isic/late", { replace: false });
    await put("gs://isic/late", "first");
    await expect(late.commit()).rejects.toMatchObject({ kind: "exists" });
  });

  it("are read with a new token if the old one ends", async () => {
    await put("gs://isic/x", "one");
    let token = 1;
    const expiring = gsStorage({
      endpoint: server.url,
      credentials: () => ({ token: `token-${String(token++)}` }),
    });
    server.refused.add("Bearer token-1");
    expect(text(await expiring.read("gs://isic/x"))).toBe("one");
    server.refused.add("Bearer token-2").add("Bearer token-3");
    const error: unknown = await expiring.read("gs://isic/x").catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ kind: "denied", status: 401, attempts: 2 });
    expect(String(error)).not.toContain("token-");
  });
});

it("gsStorage checks its options", () => {
  expect(() => gsStorage({ partBytes: 300_000 })).toThrow("must be a multiple of 262144");
  expect(() => gsStorage({ credentials: "ya29.secret" as never })).toThrow(
    /^gsStorage: credentials must be \{ accessKeyId, secretAccessKey \}, a function or "anonymous"$/,
  );
  expect(gsStorage({ credentials: { accessKeyId: "GOOG", secretAccessKey: "x" } }).scheme).toBe("gs");
});
