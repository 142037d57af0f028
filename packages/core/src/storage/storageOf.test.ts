import { afterEach, describe, expect, it } from "vitest";
import { registerStorage, storageTraffic } from "./registry.ts";
import type { Storage } from "./storage.ts";
import { StorageError, withoutCredentials } from "./storageError.ts";
import { storageOf } from "./storageOf.ts";

const restore: (() => void)[] = [];
afterEach(() => {
  for (const undo of restore.splice(0).reverse()) undo();
});

const statistics: Storage["statistics"] = () => ({
  requests: 1,
  retries: 0,
  bytesRead: 5,
  bytesWritten: 0,
  bytesCached: 0,
  waitMs: 0,
  activeMs: 0,
});
const fake = { scheme: "mine", statistics } as Storage; // only compared

describe("storageOf", () => {
  it("opens paths and file addresses with the file system", async () => {
    for (const address of ["a/b", "/a", "C:\\a", "file:///a", "FILE:/a"])
      expect((await storageOf(address)).scheme).toBe("file");
  });

  it("opens registered schemes once, until they are replaced", async () => {
    let opened = 0;
    restore.push(registerStorage("mine", () => ({ ...fake, scheme: `mine${String(++opened)}` })));
    expect((await storageOf("mine://x")).scheme).toBe("mine1");
    expect((await storageOf("MINE://y")).scheme).toBe("mine1");
    const undo = registerStorage("mine", () => fake);
    expect(await storageOf("mine://x")).toBe(fake);
    undo();
    expect((await storageOf("mine://x")).scheme).toBe("mine1");
  });

  it("tries again if opening failed", async () => {
    let tries = 0;
    restore.push(
      registerStorage("mine", () => {
        if (++tries === 1) throw new Error("no credentials");
        return fake;
      }),
    );
    await expect(storageOf("mine://x")).rejects.toThrow("no credentials");
    expect(await storageOf("mine://x")).toBe(fake);
  });

  it("lists the schemes if one is unknown", async () => {
    restore.push(registerStorage("mine", () => fake));
    await expect(storageOf("az://x/y")).rejects.toThrow(
      "az://x/y: no storage is registered for az://; known are file, https, http, s3, gs, hf, opfs, mine; registerStorage adds one",
    );
    await expect(storageOf("")).rejects.toThrow(TypeError);
  });

  it("refuses schemes that cannot be", () => {
    for (const scheme of ["s", "S3", "s3:", "", 3 as never])
      expect(() => registerStorage(scheme, () => fake)).toThrow("registerStorage: scheme must be");
    expect(() => registerStorage("file", () => fake)).toThrow(RangeError);
  });
});

describe("StorageError", () => {
  it("names address, status, attempts and offset, and no credentials", () => {
    const error = new StorageError("https://ada:pw@x.org/a?sig=1", "network", "the connection broke", {
      status: 503,
      attempts: 5,
      offset: 1000,
    });
    expect(error.message).toBe(
      "https://x.org/a?…: the connection broke (at byte 1000, status 503, 5 attempts)",
    );
    expect(error).toMatchObject({ address: "https://x.org/a?…", kind: "network", offset: 1000, attempts: 5 });
    expect(withoutCredentials("s3://b/what?.txt")).toBe("s3://b/what?.txt");
    expect(withoutCredentials("a?b")).toBe("a?b");
  });
});

describe("storageTraffic", () => {
  it("adds up what the storages of a scheme have done", async () => {
    const own = (): Storage => ({ ...fake, scheme: "other" });
    restore.push(registerStorage("other", own));
    await storageOf("other://x");
    restore.push(registerStorage("other", own));
    await storageOf("other://x");
    expect(storageTraffic().get("other")).toMatchObject({ requests: 2, bytesRead: 10 });
  });
});
