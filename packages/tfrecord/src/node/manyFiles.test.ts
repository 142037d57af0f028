import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { frameRecord } from "../records/frameRecord.ts";
import { readRecordFiles } from "./readRecordFiles.ts";
import { listRecordFiles } from "./listRecordFiles.ts";
import { writeShards } from "./writeShards.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-many-"));
afterAll(() => rmSync(folder, { recursive: true }));

const numbered = (count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => new Uint8Array([i, i >> 8]));
async function numbers(source: AsyncIterable<Uint8Array>): Promise<number[]> {
  const read: number[] = [];
  for await (const [low, high] of source) read.push(low + 256 * high);
  return read;
}

describe("writeShards", () => {
  const place = (name: string): string => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };

  it("divides by count and names when all are complete", async () => {
    const where = place("of");
    const shards = await writeShards(where, numbered(7), {
      name: "train",
      maxRecords: 3,
    });
    expect(shards.map(({ path, records }) => [basename(path), records])).toEqual([
      ["train-00000-of-00003", 3],
      ["train-00001-of-00003", 3],
      ["train-00002-of-00003", 1],
    ]);
    expect(readdirSync(where).sort()).toEqual(shards.map(({ path }) => basename(path)));
    expect(await numbers(readRecordFiles(join(where, "*")))).toEqual([0, 1, 2, 3, 4, 5, 6]);
  });

  it("divides by bytes; a longer record has its own file", async () => {
    const records = [10, 10, 500, 10].map((length) => new Uint8Array(length));
    const shards = await writeShards(place("bytes"), records, {
      name: "a",
      maxBytes: 52,
      naming: "count",
    });
    expect(shards.map(({ path, bytes }) => [basename(path), bytes])).toEqual([
      ["a00-2.tfrec", 52],
      ["a01-1.tfrec", 516],
      ["a02-1.tfrec", 26],
    ]);
  });

  it("refuses a folder that has a set of that name, in either naming, and replaces exactly that set if asked", async () => {
    const where = place("used");
    writeFileSync(join(where, "b-00000-of-00001"), "another set");
    await writeShards(where, numbered(5), { name: "a", maxRecords: 1 });
    const before = readdirSync(where).sort();
    const again = { name: "a", maxRecords: 2, naming: "count" } as const;
    await expect(writeShards(where, numbered(3), again)).rejects.toThrow(
      'has shards of "a" already: a-00000-of-00005 and 4 more',
    );
    function* failing(): Generator<Uint8Array> {
      yield* numbered(3);
      throw new Error("no more");
    }
    await expect(writeShards(where, failing(), { ...again, replace: true })).rejects.toThrow("no more");
    expect(readdirSync(where).sort()).toEqual(before);
    await writeShards(where, numbered(3), { ...again, replace: true });
    expect(readdirSync(where).sort()).toEqual(["a00-2.tfrec", "a01-1.tfrec", "b-00000-of-00001"]);
    await expect(writeShards(where, numbered(3), { name: "a", maxRecords: 1 })).rejects.toThrow(
      "a00-2.tfrec and 1 more",
    );
  });

  it("keeps a set whose name ends with a digit", async () => {
    const where = place("digits");
    const options = { maxRecords: 1, naming: "count", replace: true } as const;
    await writeShards(where, numbered(2), { ...options, name: "train1" });
    await writeShards(where, numbered(3), {
      ...options,
      name: "train",
      replace: false,
    });
    await writeShards(where, numbered(1), { ...options, name: "train" });
    expect(readdirSync(where).sort()).toEqual(["train00-1.tfrec", "train100-1.tfrec", "train101-1.tfrec"]);
    await expect(writeShards(where, numbered(101), { ...options, name: "train" })).rejects.toThrow(
      "train100-1.tfrec exists and belongs to another set: nothing is changed",
    );
    expect(readdirSync(where).length).toBe(3);
  });

  it("replaces all shards of a set of more than 100", async () => {
    const where = place("hundred");
    const options = {
      name: "a",
      maxRecords: 1,
      naming: "count",
      replace: true,
    } as const;
    await writeShards(where, numbered(103), options);
    await writeShards(where, numbered(1), options);
    expect(readdirSync(where)).toEqual(["a00-1.tfrec"]);
    await writeShards(where, numbered(101), options);
    writeFileSync(join(where, "a100-7.tfrec"), "shard 0 of a1");
    await expect(writeShards(where, numbered(1), options)).rejects.toThrow(
      "a100-1.tfrec and a100-7.tfrec: it is ambiguous",
    );
    expect(readdirSync(where).length).toBe(102);
  });

  it.each(["", "../a", "a/b", "a\\b"])("refuses the name %j", async (name) => {
    await expect(writeShards(folder, numbered(1), { name })).rejects.toThrow(
      "must not be empty or contain a slash, got",
    );
  });

  it("writes nothing without records", async () => {
    expect(await writeShards(place("empty"), [], { name: "a" })).toEqual([]);
  });

  it.each([
    ["of", []],
    ["count", []],
  ] as const)("leaves no incomplete file if the records fail: %s", async (naming, left) => {
    const where = place(`failing-${naming}`);
    function* failing(): Generator<Uint8Array> {
      yield* numbered(3);
      throw new Error("no more");
    }
    await expect(writeShards(where, failing(), { name: "a", maxRecords: 2, naming })).rejects.toThrow(
      "no more",
    );
    expect(readdirSync(where)).toEqual(left);
  });
});

describe("readRecordFiles", () => {
  const where = join(folder, "parts");
  beforeAll(() => {
    mkdirSync(where);
    for (let part = 0; part < 5; part++) {
      const records = numbered(100).map(([i]) => frameRecord(new Uint8Array([i, part])));
      writeFileSync(join(where, `part-${String(part)}`), Buffer.concat(records));
    }
  });
  const expected = [0, 1, 2, 3, 4].flatMap((part) => Array.from({ length: 100 }, (_, i) => i + 256 * part));

  for (const concurrency of [1, 3, 9]) {
    it(`yields the records in the order of the files, ${String(concurrency)} open`, async () => {
      expect(await numbers(readRecordFiles(join(where, "part-?"), { concurrency }))).toEqual(expected);
    });

    it(`yields them all, interleaved, ${String(concurrency)} open`, async () => {
      const read = await numbers(readRecordFiles(join(where, "part-?"), { concurrency, ordered: false }));
      expect(read.sort((a, b) => a - b)).toEqual(expected);
    });
  }

  /** What TensorFlow 2.21 yields for num_parallel_reads of files with these numbers of records: file and record. */
  const SIZES = [3, 1, 0, 5, 2, 4, 1, 2];
  it.each([
    [1, "00 01 02 10 30 31 32 33 34 40 41 50 51 52 53 60 70 71"],
    [2, "00 10 01 02 30 40 31 41 32 33 50 34 51 52 60 53 70 71"],
    [3, "00 10 01 30 02 40 31 41 32 50 33 51 60 34 52 53 70 71"],
    [4, "00 10 30 01 40 31 02 50 41 32 51 33 60 52 70 34 53 71"],
    [8, "00 10 30 40 50 60 70 01 31 41 51 71 02 32 52 33 53 34"],
    [20, "00 10 30 40 50 60 70 01 31 41 51 71 02 32 52 33 53 34"],
  ])("takes one record of each open file in turn: %i open", async (concurrency, expected) => {
    const paths = SIZES.map((size, i) => {
      const path = join(folder, `turn-${String(i)}`);
      writeFileSync(path, Buffer.concat(numbered(size).map(([k]) => frameRecord(new Uint8Array([i, k])))));
      return path;
    });
    for (const maxBytes of [2 ** 26, 1]) {
      const read: string[] = [];
      for await (const [i, k] of readRecordFiles(paths, {
        concurrency,
        ordered: false,
        maxBytes,
      }))
        read.push(`${String(i)}${String(k)}`);
      expect(read.join(" ")).toBe(expected);
    }
  });

  it.each([true, false])(
    "holds no more than maxBytes, however many files are open; ordered: %s",
    async (ordered) => {
      setFlagsFromString("--expose-gc");
      const gc = runInNewContext("gc") as () => void; // there since the line before
      const path = join(folder, "large");
      writeFileSync(
        path,
        Buffer.concat(Array.from({ length: 4 }, () => frameRecord(new Uint8Array(2 ** 20)))),
      );
      const held = async (): Promise<number> => {
        for (let i = 0; i < 3; i++) {
          gc();
          await new Promise((resolve) => setTimeout(resolve, 5)); // memory is freed by another thread
        }
        return process.memoryUsage().arrayBuffers;
      };
      const before = await held();
      let [count, most] = [0, 0];
      const paths = Array.from({ length: 60 }, () => path);
      for await (const record of readRecordFiles(paths, {
        concurrency: 60,
        ordered,
        maxBytes: 2 ** 23,
      })) {
        if (record.length !== 2 ** 20) throw new Error("a wrong record");
        if (++count % 16 === 0) most = Math.max(most, (await held()) - before);
        if (count === 96) break;
      }
      expect(most).toBeGreaterThan(2 ** 20);
      expect(most).toBeLessThan(2 ** 23 + 2 * 2 ** 20); // and the record in hand
    },
  );

  it("reads a file twice that is named twice", async () => {
    const one = join(where, "part-0");
    expect((await numbers(readRecordFiles([one, one]))).length).toBe(200);
  });

  it("refuses options that it does not know", async () => {
    const read = numbers(readRecordFiles(join(where, "*"), { order: false } as never));
    await expect(read).rejects.toThrow("unknown option order; known are");
  });

  it("ends in the middle when nobody asks further", async () => {
    let count = 0;
    for await (const record of readRecordFiles(join(where, "*"))) if ((count += record.length) > 300) break;
    expect(count).toBe(302);
  });

  it("names the damaged file, after the records before it", async () => {
    const whole = readFileSync(join(where, "part-1"));
    writeFileSync(join(folder, "cut"), whole.subarray(0, whole.length - 1));
    const read: number[] = [];
    await expect(
      (async () => {
        for await (const [i] of readRecordFiles([join(where, "part-0"), join(folder, "cut")])) read.push(i);
      })(),
    ).rejects.toMatchObject({
      file: join(folder, "cut"),
      record: 99,
      kind: "truncated",
    });
    expect(read.length).toBe(199);
  });
});

describe("listRecordFiles", () => {
  const where = join(folder, "tree");
  beforeAll(() => {
    for (const name of ["a/x1.tfrec", "a/b/x2.tfrec", "a/b/y.gz", "c/x1.tfrec", "c/[z].tfrec", "c/.hidden"]) {
      mkdirSync(join(where, name, ".."), { recursive: true });
      writeFileSync(join(where, name), "");
    }
  });

  it.each([
    ["*/*.tfrec", ["a/x1.tfrec", "c/[z].tfrec", "c/x1.tfrec"]],
    ["**/x?.tfrec", ["a/b/x2.tfrec", "a/x1.tfrec", "c/x1.tfrec"]],
    ["a/b/*.{gz,zlib}", ["a/b/y.gz"]],
    ["{a,c}/x[0-9].*", ["a/x1.tfrec", "c/x1.tfrec"]],
    ["c/[!x]*", ["c/[z].tfrec"]],
    ["{a..c}/x{0..3}.tfrec", ["a/x1.tfrec", "c/x1.tfrec"]],
    ["c/[z].tfrec", ["c/[z].tfrec"]],
  ])("%s", (pattern, expected) => {
    expect(listRecordFiles(join(where, pattern))).toEqual(expected.map((name) => join(where, name)));
  });

  it("refuses what names nothing", () => {
    expect(() => listRecordFiles(join(where, "*.none"))).toThrow("*.none names no file");
    expect(() => listRecordFiles(join(where, "none"))).toThrow("there is no file");
  });
});
