import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { StorageError } from "@tensorloom/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../../core/fixtures/memoryStorage.ts";
import { findRecordFiles } from "../findRecordFiles.ts";
import { readIndexFile, writeIndexFile } from "../../files/indexFile.ts";
import { listRecordFiles } from "../listRecordFiles.ts";
import { openRecordFile } from "../../files/openRecordFile.ts";
import { readRecordFile } from "../readRecordFile.ts";
import { readRecordFileBatches } from "../readRecordFileBatches.ts";
import { readRecordFiles } from "../readRecordFiles.ts";
import { writeRecordFile } from "../../files/writeRecordFile.ts";
import { writeShards } from "../writeShards.ts";

const fixtures = join(import.meta.dirname, "..", "..", "..", "fixtures");
const file = (name: string): Uint8Array => new Uint8Array(readFileSync(join(fixtures, name)));
/** The sizes of the records of the fixtures, as fixtures/README.md says. */
const SIZES = [0, 1, 11, 256, 1000, 70000];
/** The index of the six records, with a frame of 16 bytes each. */
const INDEX = "0 16\n16 17\n33 27\n60 272\n332 1016\n1348 70016\n";
const PLAIN = "cloud://isic/a.tfrec";

let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("cloud");
});
afterAll(() => {
  storage.restore();
});
beforeEach(() => {
  storage.objects.clear();
  storage.onRequest = () => undefined;
  for (const kind of ["plain", "gzip", "zlib"])
    storage.objects.set(`cloud://isic/records.${kind}`, file(`records.${kind}.tfrecord`));
  storage.objects.set(PLAIN, file("records.plain.tfrecord"));
  storage.requests.length = 0;
});

async function sizes(records: AsyncIterable<Uint8Array | readonly Uint8Array[]>): Promise<number[]> {
  const found: number[] = [];
  for await (const one of records)
    found.push(...(one instanceof Uint8Array ? [one] : one).map(({ length }) => length));
  return found;
}
const readText = (address: string): string => new TextDecoder().decode(storage.objects.get(address));

describe("records of an address", () => {
  it.each(["plain", "gzip", "zlib"])("are read in order: %s", async (kind) => {
    const address = `cloud://isic/records.${kind}`;
    expect(await sizes(readRecordFile(address))).toEqual(SIZES);
    expect(await sizes(readRecordFileBatches(address, 4))).toEqual(SIZES);
  });

  it("are found in folders whose names have characters of globs", async () => {
    const [folder, records] = ["cloud://isic/run[1]", [Uint8Array.of(1)]];
    const [shard] = await writeShards(folder, records, { name: "train" });
    expect(await findRecordFiles(shard.path)).toEqual([shard.path]); // not a file of a folder run1
    expect(await findRecordFiles("cloud://isic/run[[]1]/*")).toEqual([shard.path]);
    await expect(writeShards(folder, records, { name: "train" })).rejects.toThrow("has shards of");
    await expect(findRecordFiles("cloud://isic/run[2]/x")).rejects.toThrow("names no object");
  });

  it("are found by globs of a web server, whose other addresses are taken as they are", async () => {
    const web = memoryStorage("https");
    try {
      for (const name of ["a0", "a1", "b0"]) web.objects.set(`https://x.org/${name}`, new Uint8Array(0));
      expect(await findRecordFiles("https://x.org/a*")).toEqual(["https://x.org/a0", "https://x.org/a1"]);
      await expect(findRecordFiles("https://x.org/c*")).rejects.toThrow("https://x.org/c* names no object");
      const signed = "https://x.org/none?key=[a]*";
      expect(await findRecordFiles(signed)).toEqual([signed]);
    } finally {
      web.restore();
    }
  });

  it("are read from many objects, in either order", async () => {
    const all = "cloud://isic/records.*";
    expect(await sizes(readRecordFiles(all))).toEqual([...SIZES, ...SIZES, ...SIZES]);
    const mixed = await sizes(
      readRecordFiles([all, join(fixtures, "records.plain.tfrecord")], { ordered: false }),
    );
    expect(mixed.slice(0, 4)).toEqual([0, 0, 0, 0]);
    expect(mixed.length).toBe(24);
  });

  it("name the address, the record and its offset if the storage fails", async () => {
    storage.objects.set(PLAIN, file("records.plain.tfrecord").slice(0, 2000));
    const broken = new StorageError(PLAIN, "network", "the connection broke", { attempts: 5, offset: 2000 });
    const chunks = storage.stream.bind(storage);
    storage.stream = async function* (address, options) {
      yield* chunks(address, options);
      throw broken;
    };
    const error: unknown = await sizes(readRecordFile(PLAIN)).catch((thrown: unknown) => thrown);
    storage.stream = chunks;
    expect(error).toBeInstanceOf(StorageError);
    expect(error).toMatchObject({
      kind: "network",
      message: `${PLAIN}: record 5 at byte 1348: the connection broke (at byte 2000, 5 attempts)`,
    });
  });

  it("are checked as those of a file", async () => {
    storage.objects.set(PLAIN, file("damaged.data-flipped.tfrecord"));
    await expect(sizes(readRecordFile(PLAIN))).rejects.toMatchObject({
      name: "TFRecordError",
      file: PLAIN,
      record: 3,
      offset: 60,
    });
    storage.objects.set(PLAIN, gzipSync(file("damaged.cut-in-data.tfrecord")));
    await expect(sizes(readRecordFile(PLAIN))).rejects.toMatchObject({ kind: "truncated", record: 3 });
  });
});

describe("random access by address", () => {
  it("reads one range per record, through a saved index", async () => {
    storage.objects.set(`${PLAIN}.idx`, new TextEncoder().encode(INDEX));
    const opened = await openRecordFile(PLAIN);
    expect(storage.requests.some((request) => request.startsWith("stream"))).toBe(false);
    storage.requests.length = 0;
    const records = await Promise.all([5, 2, -3].map((at) => opened.at(at)));
    expect(records.map((record) => record?.length)).toEqual([70000, 11, 256]);
    expect(storage.requests).toEqual([
      `read ${PLAIN} 1348 70016`,
      `read ${PLAIN} 33 27`,
      `read ${PLAIN} 60 272`,
    ]);
    await opened.close();
  });

  it("reads the object once if there is no index, and saves one if asked to", async () => {
    const opened = await openRecordFile(PLAIN);
    expect(opened.length).toBe(6);
    expect(storage.requests.filter((request) => request.startsWith("stream"))).toHaveLength(1);
    expect(storage.objects.has(`${PLAIN}.idx`)).toBe(false);
    await opened.close();
    await (await openRecordFile(PLAIN, { saveIndex: true })).close();
    expect(readText(`${PLAIN}.idx`)).toBe(INDEX);
    storage.requests.length = 0;
    expect((await openRecordFile(PLAIN, { saveIndex: true })).length).toBe(6);
    expect(storage.requests.some((request) => /^(stream|write)/.test(request))).toBe(false);
  });

  it("ignores an index that is older, of another size, malformed or not permitted", async () => {
    const index = `${PLAIN}.idx`;
    storage.objects.set(index, new TextEncoder().encode(INDEX));
    await readIndexFile(PLAIN);
    storage.objects.set(PLAIN, file("records.plain.tfrecord")); // written later
    await expect(readIndexFile(PLAIN)).rejects.toThrow(`${index}: is stale: ${PLAIN} was written after it`);
    expect((await openRecordFile(PLAIN)).length).toBe(6);
    for (const text of ["0 19\n", "no index"]) {
      storage.objects.set(index, new TextEncoder().encode(text));
      expect((await openRecordFile(PLAIN)).length).toBe(6);
    }
    storage.onRequest = (request) => {
      if (request.startsWith(`read ${index}`)) throw new StorageError(index, "denied", "no");
    };
    expect((await openRecordFile(PLAIN)).length).toBe(6);
    await expect(openRecordFile(PLAIN, { index })).rejects.toMatchObject({ kind: "denied" });
  });

  it("writes an index beside the object, or elsewhere", async () => {
    await writeIndexFile(PLAIN);
    await writeIndexFile(PLAIN, "cloud://isic/other.idx");
    expect([readText(`${PLAIN}.idx`), readText("cloud://isic/other.idx")]).toEqual([INDEX, INDEX]);
  });

  it("names the address, the record and its offset in errors", async () => {
    const opened = await openRecordFile(PLAIN);
    storage.objects.set(PLAIN, file("records.plain.tfrecord"));
    await expect(opened.at(2)).rejects.toMatchObject({
      kind: "changed",
      message: `${PLAIN}: record 2 at byte 33: the object has changed`,
    });
    await expect(openRecordFile("cloud://isic/none")).rejects.toMatchObject({ kind: "not-found" });
  });
});

describe("findRecordFiles", () => {
  it("lists objects by globs, beside paths, and reports all that is missing", async () => {
    const plain = join(fixtures, "records.plain.tfrecord");
    expect(await findRecordFiles(["cloud://isic/records.{plain,gzip}", plain, PLAIN])).toEqual([
      "cloud://isic/records.gzip",
      "cloud://isic/records.plain",
      plain,
      PLAIN,
    ]);
    await expect(
      findRecordFiles(["cloud://isic/train*", "cloud://isic/none", "cloud://isic", "no/such/file"]),
    ).rejects.toThrow(
      "cloud://isic/train* names no object; there is no object cloud://isic/none; " +
        "cloud://isic is a folder: name the objects in it, as 'cloud://isic/*'; there is no file no/such/file",
    );
    expect(() => listRecordFiles(PLAIN)).toThrow("list addresses with await findRecordFiles(patterns)");
  });
});

describe("writing to an address", () => {
  const records = Array.from({ length: 5 }, (_, i) => new Uint8Array(i));

  it("writes an object whole or not at all", async () => {
    const written = await writeRecordFile("cloud://out/a.tfrec.gz", records, { compression: "gzip" });
    expect(written.records).toBe(5);
    expect(await sizes(readRecordFile("cloud://out/a.tfrec.gz"))).toEqual([0, 1, 2, 3, 4]);
    const broken = (function* () {
      yield records[0];
      throw new Error("the source failed");
    })();
    await expect(writeRecordFile("cloud://out/b.tfrec", broken)).rejects.toThrow("the source failed");
    expect(storage.objects.has("cloud://out/b.tfrec")).toBe(false);
    await expect(writeRecordFile("cloud://out/a.tfrec.gz", [], { replace: false })).rejects.toMatchObject({
      kind: "exists",
    });
  });

  it("writes shards with their final names, and replaces an older set only if it may", async () => {
    const options = { name: "train", maxRecords: 2, naming: "count" } as const;
    const shards = await writeShards("cloud://out/2020", records, options);
    const names = ["train00-2.tfrec", "train01-2.tfrec", "train02-1.tfrec"].map(
      (name) => `cloud://out/2020/${name}`,
    );
    expect(shards.map(({ path }) => path)).toEqual(names);
    expect(await sizes(readRecordFiles("cloud://out/2020/train*.tfrec"))).toEqual([0, 1, 2, 3, 4]);
    await expect(writeShards("cloud://out/2020", records, options)).rejects.toThrow(
      'cloud://out/2020 has shards of "train" already: train00-2.tfrec and 2 more',
    );
    await writeShards("cloud://out/2020", records.slice(3), { ...options, replace: true });
    expect(await findRecordFiles("cloud://out/2020/*")).toEqual(names.slice(0, 1));
  });

  it("removes what has appeared if an object cannot be written", async () => {
    let commits = 0;
    storage.onRequest = (request) => {
      if (request.startsWith("commit") && ++commits === 3)
        throw new StorageError("cloud://out", "denied", "no");
    };
    const work = writeShards("cloud://out", records, { name: "train", maxRecords: 1 });
    await expect(work).rejects.toMatchObject({ kind: "denied" });
    expect([...storage.objects.keys()].filter((address) => address.startsWith("cloud://out"))).toEqual([]);
  });
});
