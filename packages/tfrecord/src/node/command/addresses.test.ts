import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../../core/fixtures/memoryStorage.ts";
import { runCommand } from "./runCommand.ts";

const fixture = (name: string): Uint8Array =>
  new Uint8Array(readFileSync(join(import.meta.dirname, "../../../fixtures", name)));
let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("bucket");
  storage.objects.set("bucket://in/a.tfrec", fixture("records.plain.tfrecord"));
  storage.objects.set("bucket://in/b.tfrec", fixture("records.gzip.tfrecord"));
  storage.objects.set("bucket://bad/c.tfrec", fixture("damaged.data-flipped.tfrecord"));
});
afterAll(() => {
  storage.restore();
});

async function tfrecord(...words: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand(words, {
    out: (line) => Promise.resolve(void out.push(...line.split("\n"))),
    err: (line) => void err.push(line),
    progress: () => undefined,
  });
  return { code, out, err };
}

it("inspects, counts, prints and verifies objects by globs", async () => {
  expect((await tfrecord("inspect", "bucket://in/b.tfrec")).out[0]).toMatch(
    /^bucket:\/\/in\/b\.tfrec: \d+ B, compression gzip: bytes, 6 records inspected$/,
  );
  expect((await tfrecord("count", "bucket://in/*.tfrec")).out.map((line) => line.trim())).toEqual([
    "6 bucket://in/a.tfrec",
    "6 bucket://in/b.tfrec",
    "12 in total",
  ]);
  expect((await tfrecord("cat", "bucket://in/a.tfrec", "--records", "2")).out).toHaveLength(2);
  expect((await tfrecord("verify", "bucket://in/*")).out.map((line) => line.slice(0, 3))).toEqual([
    "ok ",
    "ok ",
  ]);
});

it("indexes, splits, merges and repairs objects", async () => {
  expect((await tfrecord("index", "bucket://in/a.tfrec")).out).toEqual([
    "bucket://in/a.tfrec.idx: 6 records",
  ]);
  expect(
    (await tfrecord("split", "bucket://in/a.tfrec", "--out", "bucket://out/s", "--records", "4")).code,
  ).toBe(0);
  const again = await tfrecord("split", "bucket://in/a.tfrec", "--out", "bucket://out/s", "--records", "4");
  expect(again.err[0]).toContain("--force replaces them");
  const merged = await tfrecord("merge", "bucket://out/s/*", "--out", "bucket://out/all.tfrec.gz");
  expect(merged.out[0]).toMatch(/^bucket:\/\/out\/all\.tfrec\.gz: 6 records, /);
  const repaired = await tfrecord("repair", "bucket://bad/c.tfrec", "--out", "bucket://out/good.tfrec");
  expect(repaired.out[0]).toBe("bucket://out/good.tfrec: 5 good records");
  expect((await tfrecord("count", "bucket://out/good.tfrec")).out[0].trim()).toBe(
    "5 bucket://out/good.tfrec",
  );
});

it("replaces no object by itself, and nothing without --force", async () => {
  const merge = (...words: string[]) => tfrecord("merge", "bucket://in/a.tfrec", "--out", ...words);
  expect((await merge("bucket://in/b.tfrec")).err[0]).toContain(
    "exists; name another object, or pass --force",
  );
  expect((await merge("bucket://in/a.tfrec", "--force")).err[0]).toContain(
    "is the input bucket://in/a.tfrec",
  );
  expect((await merge("bucket://in/", "--force")).err[0]).toContain("names a folder");
  expect((await tfrecord("count", "bucket://none/a")).err[0]).toContain("there is no object bucket://none/a");
});
