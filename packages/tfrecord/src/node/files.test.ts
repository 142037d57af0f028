import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { openRecordFile } from "../files/openRecordFile.ts";
import { openRandomAccessFile } from "./randomAccessFile.ts";
import { readRecordFiles } from "./readRecordFiles.ts";
import { readRecordFile } from "./readRecordFile.ts";
import { writeRecordFile } from "../files/writeRecordFile.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-"));
const fixtures = join(import.meta.dirname, "..", "..", "fixtures");
afterAll(() => rmSync(folder, { recursive: true }));

async function all(source: AsyncIterable<Uint8Array>): Promise<Uint8Array[]> {
  const records: Uint8Array[] = [];
  for await (const record of source) records.push(new Uint8Array(record));
  return records;
}

const records = [0, 1, 11, 300, 5000, 100_000].map((length) => new Uint8Array(length).map((_, i) => i * 7));

describe("writeRecordFile and readRecordFile", () => {
  for (const compression of ["none", "gzip", "zlib"] as const) {
    for (const blockBytes of [12, 100, 65536]) {
      for (const reuse of [false, true]) {
        it(`round trip: ${compression}, blocks of ${String(blockBytes)}, reuse ${String(reuse)}`, async () => {
          const path = join(folder, `${compression}.tfrecord`);
          const written = await writeRecordFile(path, records, { compression });
          expect(written.records).toBe(records.length);
          expect(written.bytes).toBe(readFileSync(path).length);
          expect(await all(readRecordFile(path, { blockBytes, reuse }))).toEqual(records);
        });
      }
    }
  }

  it("leaves nothing if the records fail, and keeps an existing file", async () => {
    const path = join(folder, "kept.tfrecord");
    await writeRecordFile(path, [new Uint8Array(3)]);
    function* failing(): Generator<Uint8Array> {
      yield new Uint8Array(1_000_000);
      throw new Error("no more");
    }
    await expect(writeRecordFile(path, failing())).rejects.toThrow("no more");
    expect((await all(readRecordFile(path))).map((one) => one.length)).toEqual([3]);
    expect(readdirSync(folder).filter((name) => name.includes("partial"))).toEqual([]);
  });

  it("names the file in its errors", async () => {
    const path = join(fixtures, "damaged.data-flipped.tfrecord");
    await expect(all(readRecordFile(path))).rejects.toMatchObject({ file: path, record: 3, offset: 60 });
  });

  it("reports a truncated compressed file", async () => {
    const path = join(folder, "cut.gz");
    writeFileSync(path, readFileSync(join(fixtures, "records.gzip.tfrecord")).subarray(0, 300));
    await expect(all(readRecordFile(path))).rejects.toMatchObject({ kind: "compression", file: path });
  });
});

describe("openRecordFile", () => {
  it("returns any record, and undefined past the end", async () => {
    const path = join(folder, "open.tfrecord");
    await writeRecordFile(path, records);
    const file = await openRecordFile(path);
    expect(file.length).toBe(records.length);
    expect(await Promise.all([5, 0, 3, -1].map((at) => file.at(at)))).toEqual(
      [5, 0, 3, 5].map((at) => records[at]),
    );
    expect(await file.at(6)).toBeUndefined();
    await file.close();
  });

  it("refuses a record of a closed file, also one that is closed while it is read", async () => {
    const path = join(folder, "closed.tfrecord");
    await writeRecordFile(path, records);
    const file = await openRecordFile(path);
    const [reading, closing] = [file.at(5), file.close()];
    expect((await reading)?.length).toBe(100_000);
    await closing;
    await expect(file.at(0)).rejects.toThrow(`${path} is closed`);
    const bytes = openRandomAccessFile(path);
    await bytes.close();
    await bytes.close();
    await expect(Promise.resolve().then(() => bytes.read(0, 1))).rejects.toThrow("is closed");
    expect(() => bytes.sync.read(0, 1)).toThrow("is closed");
  });

  it.each([
    ["hdfs://host/b.tfrec", "no storage is registered for hdfs://"],
    [null, "must be a path or an address (a non-empty string), got null"],
    [new URL("file:///b.tfrec"), "pass its href"],
  ])("says what to do with an address: %s", async (path, sentence) => {
    await expect(openRecordFile(path as string)).rejects.toThrow(sentence);
    await expect(all(readRecordFile(path as string))).rejects.toThrow(sentence);
    await expect(all(readRecordFiles([path as string]))).rejects.toThrow(sentence);
  });

  it("refuses options that it does not know", async () => {
    await expect(openRecordFile("x", { indx: "none" } as never)).rejects.toThrow("did you mean index?");
    await expect(all(readRecordFile("x", { damge: "skip" } as never))).rejects.toThrow(
      "did you mean damage?",
    );
    await expect(writeRecordFile("x", [], { compresion: "gzip" } as never)).rejects.toThrow("compression?");
  });

  it("verifies the records that it returns", async () => {
    const file = await openRecordFile(join(fixtures, "damaged.data-flipped.tfrecord"));
    await expect(file.at(3)).rejects.toMatchObject({ kind: "data-checksum", record: 3, offset: 60 });
    expect((await file.at(4))?.length).toBe(1000);
    await file.close();
  });

  it("refuses a truncated file", async () => {
    const path = join(fixtures, "damaged.cut-in-data.tfrecord");
    await expect(openRecordFile(path)).rejects.toMatchObject({ kind: "truncated", record: 3, offset: 60 });
  });
});
