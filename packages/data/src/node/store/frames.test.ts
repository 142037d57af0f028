import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Dataset, range } from "../../index.ts";
import { cacheToFile, StoreError } from "../../node.ts";

const home = mkdtempSync(join(tmpdir(), "tensorloom-frames-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));
afterEach(() => vi.restoreAllMocks());
let path = "";
beforeEach(() => (path = join(mkdtempSync(join(home, "case-")), "store")));

const openHandles = (): number => readdirSync("/proc/self/fd").length;
const isLinux = process.platform === "linux";
const stored = (): readonly string[] => readdirSync(join(path, ".."), { recursive: true, encoding: "utf8" });

/** The prototype of file handles; the tests replace its methods. */
async function handles(): Promise<FileHandle> {
  const file = await open(import.meta.filename);
  await file.close();
  return Object.getPrototypeOf(file) as FileHandle; // it has the methods of a FileHandle
}

describe("a store that cannot be written", () => {
  const rows = (): Dataset<Uint8Array> => range(40).map((x) => new Uint8Array(100_000).fill(x));

  it("is never complete if a part is missing", async () => {
    const file = await handles();
    const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC" });
    vi.spyOn(file, "writev").mockRejectedValueOnce(full);
    const dataset = rows().apply(cacheToFile(path));
    const reports: unknown[] = [];
    await dataset.ignoreErrors((error) => reports.push(error)).toArray();
    expect(reports).toHaveLength(1);
    expect(String(reports)).toMatch(
      /^StageError: range\(40\).*cacheToFile.*: element \d+: cannot write .*\(ENOSPC\)/,
    );
    expect(stored()).toEqual([]);
    expect((await dataset.toArray()).map(([first]) => first)).toEqual(await range(40).toArray());
  });

  it("writes the rest after a partial write of a nearly full disk", async () => {
    const file = await handles();
    let partial = 0;
    const { writev } = file; // eslint-disable-line @typescript-eslint/unbound-method -- called with `this` below
    vi.spyOn(file, "writev").mockImplementation(function (this: FileHandle, [first]) {
      if (first.byteLength > 70_000) partial++;
      return writev.call(this, [
        new Uint8Array(first.buffer, first.byteOffset, Math.min(first.byteLength, 70_000)),
      ]);
    });
    const dataset = rows().apply(cacheToFile(path));
    await dataset.toArray();
    const again = await dataset.toArray();
    expect(again.map((bytes) => bytes[99_999])).toEqual(await range(40).toArray());
    expect(partial).toBeGreaterThan(0);
  });

  it.runIf(isLinux)("is reported once, with the stage and the element, and ends the pass", async () => {
    const reports: unknown[] = [];
    const dataset = range(4).apply(cacheToFile("/dev/null/store"));
    expect(await dataset.ignoreErrors((error) => reports.push(error)).toArray()).toEqual([]);
    expect(reports).toHaveLength(1);
    expect(String(reports)).toMatch(
      /^StageError: range\(4\).cacheToFile\(\/dev\/null\/store\): element 0: ENOTDIR/,
    );
  });
});

describe("a store that cannot be read", () => {
  it("is reported once, and ends the pass", async () => {
    const dataset = range(4).apply(cacheToFile(path));
    await dataset.toArray();
    const bytes = readFileSync(path);
    bytes[bytes.length - 30] ^= 1;
    writeFileSync(path, bytes);
    const reports: unknown[] = [];
    await dataset.ignoreErrors((error) => reports.push(error)).toArray();
    expect(reports).toEqual([expect.any(StoreError)]);
  });

  it.runIf(isLinux)("leaves no file open", async () => {
    const before = openHandles();
    for (const content of ["", Buffer.alloc(1000)]) {
      writeFileSync(path, content);
      await expect(range(4).apply(cacheToFile(path)).toArray()).rejects.toThrow(StoreError);
    }
    rmSync(path);
    mkdirSync(path);
    await expect(range(4).apply(cacheToFile(path)).toArray()).rejects.toThrow(/element 0: EISDIR/);
    expect(openHandles()).toBe(before);
  });
});
