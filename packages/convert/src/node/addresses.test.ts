import { encodePngSync } from "@tensorloom/image";
import { bytes, decodeExample, encodeExample } from "@tensorloom/tfrecord";
import { readRecordFiles } from "@tensorloom/tfrecord/node";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
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
});

it("extracts records into a new folder of a bucket, and leaves nothing after an error", async () => {
  const out = "pictures://isic/new[1]";
  const written = (): readonly string[] =>
    [...storage.objects.keys()].flatMap((name) =>
      name.startsWith(`${out}/`) ? [name.slice(out.length + 1)] : [],
    );
  const source = "pictures://isic/records/train*.tfrec";
  const stopped = new AbortController();
  const onProgress = (done: number): void => {
    if (done === 3) stopped.abort(new Error("stopped"));
  };
  await expect(extractRecords(source, out, { onProgress, signal: stopped.signal })).rejects.toThrow(
    "stopped",
  );
  storage.onRequest = (request) => {
    if (request.startsWith("commit") && request.endsWith("records.csv")) throw new Error("no space");
  };
  await expect(extractRecords(source, out)).rejects.toThrow("no space");
  storage.onRequest = () => undefined;
  const damaged = Readable.from([encodeExample({ image: bytes(png(1)) }), Uint8Array.of(255)]);
  await expect(extractRecords(damaged, out)).rejects.toThrow("record 1");
  expect(written()).toEqual([]);

  expect(await extractRecords(source, out)).toEqual({ records: 6, images: 6 });
  const pairs = [0, 1, 2, 3, 4, 5].map((i) => `${i % 2 === 0 ? "cat" : "dog"}/${String(i)}.png`);
  expect([...written()].sort()).toEqual([...pairs, "labels.json", "records.csv"].sort());
  for (const [i, pair] of pairs.entries())
    expect(storage.objects.get(`${out}/${pair}`)).toEqual(new Uint8Array(png(i)));
  expect((await createRecords(`${out}/records.csv`, join(home, "again"), { shards: 1 })).records).toBe(6);
  await expect(extractRecords(source, out)).rejects.toThrow(`${out} has objects already; name a new folder`);
  await expect(extractRecords(source, `${out}/records.csv`)).rejects.toThrow(
    "is an object; name a new folder",
  );
});
