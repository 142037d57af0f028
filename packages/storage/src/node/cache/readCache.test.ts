import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Storage, storageOf } from "@tensorloom/core";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCompiled } from "../../../../../.config/compiled/runCompiled.ts";
import { readCache } from "./readCache.ts";

const content = Buffer.from(Uint8Array.from({ length: 10_500 }, (_, i) => (i * 31) & 255));
let folder: string;
let blocks: string;
let path: string;
let local: Storage;
let reads: string[];
let stats: number;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-cache-"));
  [blocks, path] = [join(folder, "blocks"), join(folder, "data")];
  writeFileSync(path, content);
  const files = await storageOf(path);
  [reads, stats] = [[], 0];
  local = {
    ...files,
    stat: (address, options) => {
      stats += 1;
      return files.stat(address, options);
    },
    read: (address, options) => {
      reads.push(`${String(options?.offset)}+${String(options?.length)}`);
      return files.read(address, options);
    },
  };
});
afterEach(() => rmSync(folder, { recursive: true }));

const open = (more: Parameters<typeof readCache>[1] = {}): Storage =>
  readCache(local, { folder: blocks, blockBytes: 1000, maxBytes: 1e6, ...more });
/** The files of blocks. */
function stored(): readonly string[] {
  return readdirSync(blocks, { recursive: true, encoding: "utf8" })
    .filter((name) => /^..[/\\][^.]/.test(name))
    .map((name) => join(blocks, name));
}

describe("readCache", () => {
  it("reads blocks once, and ranges from them", async () => {
    const cache = open();
    expect(
      Buffer.compare(await cache.read(path, { offset: 1500, length: 1000 }), content.subarray(1500, 2500)),
    ).toBe(0);
    expect(reads).toEqual(["1000+1000", "2000+1000"]);
    expect(stored()).toHaveLength(2);
    const other = open(); // another program
    expect(Buffer.compare(await other.read(path), content)).toBe(0);
    expect(reads).toHaveLength(11);
    expect(other.statistics().bytesCached).toBe(2000);
    const chunks = [];
    for await (const chunk of open().stream(path, { offset: 10_400 })) chunks.push(chunk.length);
    expect(chunks).toEqual([100]);
    expect(await cache.read(path, { offset: 20_000 })).toHaveLength(0);
    expect(reads).toHaveLength(11);
  });

  it("asks for the version of each read that names none, and never mixes versions", async () => {
    const cache = open();
    const { etag } = (await local.stat(path))!;
    stats = 0;
    await cache.read(path, { length: 1, etag });
    await cache.read(path, { length: 1, etag });
    expect(stats).toBe(1);
    writeFileSync(path, content.subarray(1));
    expect((await cache.read(path, { length: 1, etag }))[0]).toBe(content[0]); // still the version it asked for
    expect((await cache.read(path, { length: 1 }))[0]).toBe(content[1]);
    expect(stats).toBe(2);
    await expect(open().read(path, { offset: 5000, etag })).rejects.toMatchObject({ kind: "changed" });
  });

  it("reads a block once for many readers", async () => {
    const cache = open();
    await Promise.all(Array.from({ length: 8 }, () => cache.read(path, { length: 10 })));
    expect(reads).toEqual(["0+1000"]);
  });

  it("ends the read that is aborted, and no other of the same block", async () => {
    const cache = open();
    const controller = new AbortController();
    const aborted = cache.read(path, { length: 10, signal: controller.signal });
    const other = cache.read(path, { length: 10 });
    controller.abort(new Error("stop"));
    await expect(aborted).rejects.toThrow("stop");
    expect(await other).toHaveLength(10);
    expect(reads).toEqual(["0+1000"]);
  });

  it("never delivers a block that is damaged or half written", async () => {
    await open().read(path, { length: 2000 });
    const [first, second] = stored();
    truncateSync(first, 500);
    const bytes = readFileSync(second);
    bytes[700] ^= 1;
    writeFileSync(second, bytes);
    reads = [];
    expect(Buffer.compare(await open().read(path, { length: 2000 }), content.subarray(0, 2000))).toBe(0);
    expect(reads).toHaveLength(2);
  });

  it("keeps to its limit: the blocks used last remain", async () => {
    const cache = open({ maxBytes: 5000, readAhead: 0 });
    for (let at = 0; at < 10_000; at += 1000) await cache.read(path, { offset: at, length: 1000 });
    const files = stored();
    expect(files.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThanOrEqual(5000);
    reads = [];
    await cache.read(path, { offset: 9000, length: 1000 });
    expect(reads).toEqual([]);
  });

  it("ends without room, and with exactly the room that its blocks need", async () => {
    for (const maxBytes of [0, 2 * 1012]) {
      const cache = open({ maxBytes });
      expect(Buffer.compare(await cache.read(path, { length: 2000 }), content.subarray(0, 2000))).toBe(0);
    }
  });

  it("delivers no other bytes if an object shrinks and keeps its version", async () => {
    const files = local;
    local = {
      ...files,
      read: async (address, options) => (await files.read(address, options)).subarray(0, 700),
    };
    await expect(open().read(path)).rejects.toMatchObject({ kind: "changed", address: path, offset: 700 });
    local = files;
    expect(Buffer.compare(await open().read(path), content)).toBe(0);
  });

  it("keeps no block in memory for a part of it", async () => {
    const bytes = await open().read(path, { offset: 10, length: 20 });
    expect(bytes.buffer.byteLength).toBe(20);
  });

  it("removes what a killed process left", async () => {
    mkdirSync(join(blocks, "ab"), { recursive: true });
    const left = join(blocks, "ab", ".x.partial");
    writeFileSync(left, "half");
    utimesSync(left, 1000, 1000);
    await open().read(path);
    expect(readdirSync(join(blocks, "ab"))).not.toContain(".x.partial");
  });

  it("warns once and reads on if the folder cannot be written", async () => {
    const warnings: string[] = [];
    const listen = ({ message }: Error): void => void warnings.push(message);
    process.on("warning", listen);
    writeFileSync(join(folder, "file"), "");
    const cache = open({ folder: join(folder, "file", "blocks") });
    expect(Buffer.compare(await cache.read(path), content)).toBe(0);
    expect(Buffer.compare(await cache.read(path), content)).toBe(0);
    await new Promise((resolve) => setImmediate(resolve)); // warnings come later
    process.off("warning", listen);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toContain("cannot be written, so nothing more is cached");
  });

  it("is shared by processes, also if one of them is killed", async () => {
    const script = join(import.meta.dirname, "../../../fixtures/cacheReader.ts");
    const args = [runCompiled, script, blocks, path];
    const children = [1, 2].map(() =>
      spawn(process.execPath, args, {
        cwd: import.meta.dirname,
        stdio: ["ignore", "ignore", "inherit", "ipc"],
      }),
    );
    await Promise.all(children.map((child) => once(child, "message")));
    mkdirSync(blocks, { recursive: true });
    while (stored().length < 50) await new Promise((resolve) => setTimeout(resolve, 5));
    for (const child of children) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
    const cache = open({ blockBytes: 100 });
    expect(Buffer.compare(await cache.read(path), content)).toBe(0);
    expect(cache.statistics().bytesCached).toBeGreaterThanOrEqual(5000);
  });

  it("checks its options", () => {
    expect(() => readCache(local, { maxByte: 1 } as object)).toThrow("did you mean maxBytes?");
    expect(() => readCache(local, { folder: "s3://x" })).toThrow("readCache: folder must be a path");
  });
});
