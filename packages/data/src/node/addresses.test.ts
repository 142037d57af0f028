import { gzipSync } from "node:zlib";
import { StorageError } from "@tensorloom/core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { golden, unpack } from "../../fixtures/files.ts";
import { fromArray } from "../index.ts";
import {
  fromCsv,
  fromFolder,
  fromImageFolder,
  fromJsonl,
  fromParquet,
  fromTar,
  openFolder,
  openImageFolder,
} from "../node.ts";
import { checkSourceContract } from "../operator.ts";

let storage: MemoryStorage;
const text = (content: string): Uint8Array => new TextEncoder().encode(content);
const rows = Array.from({ length: 400 }, (_, n) => `p${String(n)},${String(n)}\n`).join("");

beforeAll(() => {
  storage = memoryStorage("data");
  const files: Readonly<Record<string, Uint8Array>> = {
    "train.csv": text(`image,target\n${rows}`),
    "train.csv.gz": gzipSync(`image,target\n${rows}`),
    "rows.jsonl": text('{"a": 1}\n{"a": 2}\n'),
    "a.tar": unpack(golden.tar.pax),
    "a.parquet": unpack(golden.parquet["snappy"]),
    "pictures/dog/2.PNG": text("dog 2"),
    "pictures/dog/more/1.jpg": text("dog 1"),
    "pictures/cat/a.jpg": text("cat a"),
    "pictures/cat/.hidden.jpg": text(""),
    "pictures/cat/notes.txt": text(""),
    "pictures/": text(""), // a marker of a folder, as the web pages of clouds write them
  };
  for (const [name, bytes] of Object.entries(files)) storage.objects.set(`data://isic/${name}`, bytes);
});
afterAll(() => {
  storage.restore();
});

describe("files of an address", () => {
  it("are read by every format, and resumed", async () => {
    const sources = [
      fromJsonl("data://isic/rows.jsonl"),
      fromCsv(["data://isic/train.csv", new Blob(["target,image\n1,x\n"])]),
      fromCsv("data://isic/train.csv.gz"),
      fromTar("data://isic/a.tar"),
      await fromParquet("data://isic/a.parquet"),
    ];
    const counts = [2, 401, 400, 5, 8];
    for (const [i, one] of sources.entries()) {
      expect((await one.toArray()).length).toBe(counts[i]);
      expect(await checkSourceContract<unknown>(one)).toEqual([]);
    }
  });

  it("are read through few requests: one range, and one stream", async () => {
    storage.objects.set("data://isic/long.csv", text(`image,target\n${rows.repeat(60)}`)); // 260 kB
    storage.requests.length = 0;
    expect((await fromCsv("data://isic/long.csv").toArray()).length).toBe(24_000);
    const kinds = storage.requests.map((request) => request.split(" ")[0]);
    expect(kinds.filter((kind) => kind === "stream").length).toBeLessThanOrEqual(2); // the header, and the rows
    expect(kinds.length).toBeLessThan(8);
  });

  it("name other files beside them, or by addresses of their own", async () => {
    const csv = new File(["image\nb.jpg\ndata://other/c.jpg\n/d.jpg\n"], "x.csv");
    storage.objects.set("data://isic/list.csv", new Uint8Array(await csv.arrayBuffer()));
    const listed = await fromCsv("data://isic/list.csv", { paths: { image: "{}" } }).toArray();
    expect(listed.map(({ image }) => image)).toEqual(["data://isic/b.jpg", "data://other/c.jpg", "/d.jpg"]);
  });

  it("that do not exist are named", async () => {
    await expect(fromCsv("data://isic/none.csv").toArray()).rejects.toThrow(
      "data://isic/none.csv: there is no such object",
    );
    await expect(fromParquet("data://isic/none")).rejects.toBeInstanceOf(StorageError);
  });
});

describe("folders of an address", () => {
  it("are listed as classes with images", async () => {
    const pictures = await openImageFolder("data://isic/pictures");
    expect(pictures.labels).toEqual(["cat", "dog"]);
    expect(pictures.files.map(({ path }) => path)).toEqual([
      "data://isic/pictures/cat/a.jpg",
      "data://isic/pictures/dog/2.PNG",
      "data://isic/pictures/dog/more/1.jpg",
    ]);
    const read = await pictures.shuffle({ seed: 1 }).toArray();
    expect(read.map(({ bytes }) => new TextDecoder().decode(bytes)).sort()).toEqual([
      "cat a",
      "dog 1",
      "dog 2",
    ]);
    await expect(openImageFolder("data://isic/pictures/cat")).rejects.toThrow(
      "openImageFolder: data://isic/pictures/cat/a.jpg is in no class",
    );
    expect(() => fromImageFolder("data://isic/pictures")).toThrow("list it with await openImageFolder");
  });

  it("are listed as files", async () => {
    const names = async (options: object) =>
      (await (await openFolder("data://isic/pictures", options)).toArray()).map((path) => path.slice(21));
    expect(await names({})).toEqual([]);
    expect(await names({ recursive: true, match: /jpg$/ })).toEqual(["cat/a.jpg", "dog/more/1.jpg"]);
    expect(await names({ recursive: true, hidden: true })).toHaveLength(5);
    expect(() => fromFolder("data://isic/pictures")).toThrow("list it with await openFolder");
  });
});

it("explain reports what was read from a storage", async () => {
  const pictures = fromArray(["data://isic/train.csv"]).map((address) => storage.read(address));
  const explanation = await pictures.explain();
  expect(explanation.storages).toMatchObject([
    {
      scheme: "data",
      requests: 1,
      retries: 0,
      bytesRead: storage.objects.get("data://isic/train.csv")?.length,
    },
  ]);
  expect(String(explanation)).toContain("\ndata: 0.0 MB in 1 requests (0 retries); ");
  expect((await fromArray([1]).explain()).storages).toEqual([]);
});
