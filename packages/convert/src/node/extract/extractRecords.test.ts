import { bytes, encodeExample, encodeSequenceExample, float32, int64 } from "@tensorloom/tfrecord";
import { writeRecordFile } from "@tensorloom/tfrecord/node";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { jpeg, temporaryFolder, write, writePictures } from "../../../fixtures/pictures.ts";
import { createRecords } from "../create/createRecords.ts";
import { extractRecords } from "./extractRecords.ts";

const home = temporaryFolder();
let number = 0;
const newFolder = (): string => join(home, `folder${String(number++)}`);

const stream = (examples: readonly Parameters<typeof encodeExample>[0][]): AsyncIterable<Uint8Array> =>
  Readable.from(examples.map(encodeExample));
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true, encoding: "utf8" })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

describe("pictures and tables of records", () => {
  it("returns the pictures of a folder, byte for byte", async () => {
    const pictures = writePictures(join(home, "pictures"), 10);
    const records = newFolder();
    await createRecords(pictures, join(records, "train"), { shards: 2 });
    const back = newFolder();
    expect(await extractRecords(join(records, "*.tfrec"), back)).toEqual({ records: 10, images: 10 });
    const pairs = Array.from(
      { length: 10 },
      (_, i) => [i % 2 === 0 ? "cat" : "dog", `p${String(i)}.jpg`] as const,
    );
    expect(filesOf(back)).toEqual(
      [...pairs.map((pair) => join(...pair)), "labels.json", "records.csv"].sort(),
    );
    for (const pair of pairs)
      expect(readFileSync(join(back, ...pair))).toEqual(readFileSync(join(pictures, ...pair)));
  });

  it.each(["csv", "jsonl"] as const)(
    "returns every value, as %s, and the records made of it are the same",
    async (format) => {
      const picture = write(join(home, "p.jpg"), jpeg(1));
      const rows = [
        { image: picture, name: 'a "b", c\nd', big: 2n ** 60n, ratio: 0.1, target: 1 },
        { image: picture, name: "", big: 5n, ratio: 2, target: 0 },
        { image: picture, name: " é ", big: null, ratio: NaN, target: 0 },
      ];
      const columns = { name: "bytes", big: "int64", ratio: "float32" } as const;
      const common = { columns, shuffle: false, shards: 1 } as const;
      const [first, second] = [newFolder(), newFolder()];
      await createRecords(rows, join(first, "train"), common);
      const back = newFolder();
      await extractRecords(join(first, "*.tfrec"), back, { table: format, flat: true });
      const table = readFileSync(join(back, `records.${format}`), "utf8");
      if (format === "csv")
        expect(table).toBe(
          'image,image_name,name,big,ratio,target\np.jpg,p,"a ""b"", c\nd",1152921504606846976,0.1,1\np-2.jpg,p,,5,2.0,0\np-3.jpg,p," é ",,NaN,0\n',
        );
      else
        expect(
          table
            .split("\n")
            .slice(0, 3)
            .map((line) => JSON.parse(line) as unknown),
        ).toEqual([
          {
            image: "p.jpg",
            image_name: "p",
            name: 'a "b", c\nd',
            big: { int64: "1152921504606846976" },
            ratio: 0.1,
            target: 1,
          },
          { image: "p-2.jpg", image_name: "p", name: "", big: 5, ratio: 2, target: 0 },
          { image: "p-3.jpg", image_name: "p", name: " é ", ratio: { float32: "NaN" }, target: 0 },
        ]);
      await createRecords(join(back, `records.${format}`), join(second, "train"), {
        ...common,
        columns: { image_name: "bytes", ...columns },
      });
      const [a, b] = [first, second].map((folder) => readFileSync(join(folder, "train00-3.tfrec")));
      expect(b).toEqual(a);
    },
  );

  it("holds lists and bytes that are not text only in JSONL", async () => {
    const example = { box: float32(1, 2), hash: bytes(Uint8Array.of(255, 0)) };
    await expect(extractRecords(stream([example]), newFolder())).rejects.toThrow(
      "extractRecords: record 0: the feature box has 2 values, which CSV cannot hold; choose a table in JSONL",
    );
    const out = newFolder();
    await extractRecords(stream([example]), out, { table: "jsonl" });
    expect(readFileSync(join(out, "records.jsonl"), "utf8")).toBe('{"box":[1,2],"hash":{"base64":"/wA="}}\n');
  });
});

describe("names", () => {
  const example = (name: string, target: number): Parameters<typeof encodeExample>[0] => ({
    image: bytes(jpeg(1)),
    image_name: bytes(name),
    target: int64(target),
  });

  it("stay in the folder, and are numbered if they are equal", async () => {
    const out = newFolder();
    const names = ["../../x", "/etc/x", "a/b", "A/b", "", "records.csv", ".."];
    await extractRecords(stream(names.map((name) => example(name, 0))), out, { labels: { "../up": 0 } });
    expect(filesOf(out)).toEqual(
      [
        "A/b-2.jpg",
        "a/b.jpg",
        "etc/x.jpg",
        "record-000004.jpg",
        "record-000006.jpg",
        "records.csv.jpg",
        "x.jpg",
      ]
        .map((name) => `up/${name}`)
        .concat("labels.json", "records.csv")
        .sort(),
    );
    expect(existsSync(join(home, "x.jpg"))).toBe(false);
  });

  it("of classes are integers without labels, and flat pictures have no folder", async () => {
    const [out, flat] = [newFolder(), newFolder()];
    await extractRecords(stream([example("a", 7)]), out, { table: null });
    expect(filesOf(out)).toEqual([join("7", "a.jpg")]);
    await extractRecords(stream([example("a", 7), example("a", 8)]), flat, { table: null, flat: true });
    expect(filesOf(flat)).toEqual(["a-2.jpg", "a.jpg"]);
  });
});

describe("a failure", () => {
  it("leaves nothing, and nothing is overwritten", async () => {
    const out = newFolder();
    const broken = Readable.from([encodeExample({ image: bytes(jpeg(1)) }), Uint8Array.of(255)]);
    await expect(extractRecords(broken, out)).rejects.toThrow(
      "extractRecords: record 1: Could not parse example input",
    );
    const before = readdirSync(home);
    expect(before.filter((name) => name.includes("partial"))).toEqual([]);
    mkdirSync(out);
    write(join(out, "mine.txt"), "");
    await expect(extractRecords(stream([]), out)).rejects.toThrow("has files already");
    await expect(extractRecords(stream([]), join(out, "mine.txt"))).rejects.toThrow(
      "is a file; name a new folder",
    );
  });

  it.each([
    [{ image: bytes("a", "b") }, "the feature image must be the bytes of one picture, got 2 of bytes"],
    [{ image: bytes(jpeg(1)), target: float32(1) }, "the feature target must be the integer of a class"],
  ])("names the record and the feature", async (example, message) => {
    const file = join(home, "wrong.tfrec");
    await writeRecordFile(file, [encodeExample(example)]);
    await expect(extractRecords(file, newFolder())).rejects.toThrow(`${file}, record 0: ${message}`);
  });

  it("refuses a SequenceExample instead of losing its lists", async () => {
    const file = join(home, "sequence.tfrec");
    await writeRecordFile(file, [encodeSequenceExample({ context: {}, featureLists: { x: [int64(1)] } })]);
    await expect(extractRecords(file, newFolder())).rejects.toThrow(
      "a SequenceExample, with the feature lists x",
    );
  });

  it("stops with the signal", async () => {
    const controller = new AbortController();
    const onProgress = (): void => controller.abort(new Error("stopped"));
    const out = newFolder();
    const run = extractRecords(stream([{ x: int64(1) }, { x: int64(2) }]), out, {
      onProgress,
      signal: controller.signal,
    });
    await expect(run).rejects.toThrow("stopped");
    expect(existsSync(out)).toBe(false);
  });
});
