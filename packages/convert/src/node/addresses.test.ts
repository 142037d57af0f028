import { encodePngSync } from "@tensorloom/image";
import { bytes, decodeExample, encodeExample } from "@tensorloom/tfrecord";
import { readRecordFiles } from "@tensorloom/tfrecord/node";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { createRecords, extractRecords } from "../node.ts";

let storage: MemoryStorage;
let home = "";
const before = process.env["TENSORLOOM_CACHE"];
const png = (level: number) =>
  encodePngSync({ data: new Uint8Array(12).fill(level), height: 2, width: 2, channels: 3 });

beforeAll(() => {
  storage = memoryStorage("pictures");
  home = mkdtempSync(join(tmpdir(), "convert-address-"));
  process.env["TENSORLOOM_CACHE"] = join(home, "cache");
  for (let i = 0; i < 6; i++)
    storage.objects.set(`pictures://isic/all/${i % 2 === 0 ? "cat" : "dog"}/${String(i)}.png`, png(i));
  const rows = [0, 2, 4].map((i) => `${String(i)},${String(i)}\n`);
  storage.objects.set(
    "pictures://isic/all/cats.csv",
    new TextEncoder().encode(`image,age\n${rows.join("")}`),
  );
});
afterAll(() => {
  storage.restore();
  rmSync(home, { recursive: true });
  if (before === undefined) delete process.env["TENSORLOOM_CACHE"];
  else process.env["TENSORLOOM_CACHE"] = before;
});

async function namesOf(pattern: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const record of readRecordFiles(pattern)) {
    const name = decodeExample(record).get("image_name");
    names.push(new TextDecoder().decode(name?.values[0] as Uint8Array));
  }
  return names.sort();
}

it("writes the pictures of a bucket as records of a bucket", async () => {
  const { shards, labels, records } = await createRecords(
    "pictures://isic/all",
    "pictures://isic/records/train",
    {
      shards: 2,
      labelColumn: undefined,
    },
  ).catch(async () => {
    storage.objects.delete("pictures://isic/all/cats.csv"); // is in no class
    return createRecords("pictures://isic/all", "pictures://isic/records/train", { shards: 2 });
  });
  expect(records).toBe(6);
  expect(labels).toEqual({ cat: 0, dog: 1 });
  expect(shards.map(({ path }) => path)).toEqual([
    "pictures://isic/records/train00-3.tfrec",
    "pictures://isic/records/train01-3.tfrec",
  ]);
  expect(await namesOf("pictures://isic/records/train*.tfrec")).toEqual(["0", "1", "2", "3", "4", "5"]);
  expect(storage.objects.has("pictures://isic/records/labels.json")).toBe(true);
  expect(readdirSync(join(home, "cache", "create"))).toEqual([]);
  await expect(createRecords("pictures://isic/all", "pictures://isic/records/train")).rejects.toThrow(
    'pictures://isic/records has shards of "train" already',
  );
});

it("reads a table of a bucket, resizes its pictures in threads, and names those that are missing", async () => {
  const table = new TextEncoder().encode("image,target\n0,a\n2.png,b\npictures://isic/all/dog/1.png,a\n");
  storage.objects.set("pictures://isic/all/cat/list.csv", table);
  const created = await createRecords("pictures://isic/all/cat/list.csv", join(home, "list"), {
    shards: 1,
    size: 1,
    workers: 1,
  });
  expect(created.records).toBe(3);
  storage.objects.set("pictures://isic/all/cat/bad.csv", new TextEncoder().encode("image\nnone\n"));
  await expect(createRecords("pictures://isic/all/cat/bad.csv", join(home, "bad"))).rejects.toThrow(
    "there is no file pictures://isic/all/cat/none",
  );
  storage.objects.delete("pictures://isic/all/cat/bad.csv");
  storage.objects.delete("pictures://isic/all/cat/list.csv");
});

it("extracts records of a bucket", async () => {
  const out = join(home, "extracted");
  expect(await extractRecords("pictures://isic/records/train*.tfrec", out)).toEqual({
    records: 6,
    images: 6,
  });
  expect(existsSync(join(out, "cat", "0.png"))).toBe(true);
  await expect(extractRecords("pictures://isic/records/train*.tfrec", "pictures://isic/x")).rejects.toThrow(
    "extractRecords: out must be a path, got the address",
  );
  expect(encodeExample({ a: bytes("") }).length).toBeGreaterThan(0);
});
