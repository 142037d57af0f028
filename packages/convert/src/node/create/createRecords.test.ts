import { decodeExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { probeJpeg } from "@tensorloom/image";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { jpeg, temporaryFolder, write, writePictures } from "../../../fixtures/pictures.ts";
import { RowError } from "../../row/rowError.ts";
import { PictureError } from "../picture/pictureError.ts";
import { createRecords } from "./createRecords.ts";

const home = temporaryFolder();
const pictures = writePictures(join(home, "pictures"), 20);
let number = 0;
const newOut = (): string => join(home, `out${String(number++)}`, "train");
const text = new TextDecoder();

type Values = Readonly<Record<string, unknown>>;

/** The records of a set, with one value per feature: text, a number or bytes. */
async function read(out: string): Promise<Values[]> {
  const folder = join(out, "..");
  const rows: Values[] = [];
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith(".tfrec"))
    .sort())
    for await (const record of readRecordFile(join(folder, file))) {
      const pairs = [...decodeExample(record)].map(([key, { kind, values }]) => {
        const value: unknown = values[0];
        if (key === "image" || !(value instanceof Uint8Array))
          return [key, kind === "int64" ? Number(value) : value];
        return [key, text.decode(value)];
      });
      rows.push(Object.fromEntries(pairs) as Values);
    }
  return rows;
}

describe("createRecords from a folder", () => {
  it("writes every picture with its bytes, name and class, mixed, and the labels", async () => {
    const out = newOut();
    const { shards, records, labels, skipped } = await createRecords(pictures, out, { shards: 3 });
    expect(readdirSync(join(out, "..")).sort()).toEqual([
      "labels.json",
      "train00-6.tfrec",
      "train01-7.tfrec",
      "train02-7.tfrec",
    ]);
    expect(shards.map(({ records: count }) => count)).toEqual([6, 7, 7]);
    expect([records, labels, skipped]).toEqual([20, { cat: 0, dog: 1 }, []]);
    expect(JSON.parse(readFileSync(join(out, "..", "labels.json"), "utf8"))).toEqual({ cat: 0, dog: 1 });
    const rows = await read(out);
    const byName = [...rows].sort(
      (a, b) => Number(String(a["image_name"]).slice(1)) - Number(String(b["image_name"]).slice(1)),
    );
    expect(byName).toEqual(
      Array.from({ length: 20 }, (_, i) => ({ image: jpeg(i), image_name: `p${String(i)}`, target: i % 2 })),
    );
    expect(Object.keys(rows[0])).toEqual(["image", "image_name", "target"]);
    const targets = rows.map(({ target }) => target).join("");
    expect(targets).toMatch(/01.*01.*10/); // both classes at the beginning and at the end
  });

  it("keeps the classes of an earlier set, and refuses others", async () => {
    const out = newOut();
    await createRecords(pictures, out);
    const dogs = join(home, "dogs");
    write(join(dogs, "dog", "a.jpg"), jpeg(1));
    const test = join(out, "..", "test");
    await createRecords(dogs, test);
    const rows = await read(test);
    expect(rows.filter(({ image_name: name }) => name === "a").map(({ target }) => target)).toEqual([1]);
    for (const name of ["a", "b"]) write(join(dogs, "cow", `${name}.jpg`), jpeg(1));
    const other = createRecords(dogs, join(out, "..", "other"));
    await expect(other).rejects.toThrow(/: row 1, label: .*labels\.json has no class "cow", but cat, dog$/);
    await expect(
      createRecords(dogs, join(out, "..", "other"), { labels: ["cow", "dog", "cat"] }),
    ).rejects.toThrow(/labels: .*labels\.json has the class cat as 0/);
  });

  it("has no target with labelColumn null, and takes a folder without classes", async () => {
    const out = newOut();
    const { labels } = await createRecords(join(pictures, "cat"), out, { labelColumn: null, shards: 1 });
    expect(labels).toBeUndefined();
    expect((await read(out)).map((row) => Object.keys(row).join())).toEqual(
      Array.from({ length: 10 }, () => "image,image_name"),
    );
  });

  it("replaces a set only if it may", async () => {
    const out = newOut();
    await createRecords(pictures, out, { shards: 5 });
    await expect(createRecords(pictures, out, { shards: 2 })).rejects.toThrow(
      'has shards of "train" already',
    );
    await createRecords(pictures, out, { shards: 2, replace: true });
    expect(readdirSync(join(out, "..")).sort()).toEqual([
      "labels.json",
      "train00-10.tfrec",
      "train01-10.tfrec",
    ]);
  });
});

describe("createRecords from a table", () => {
  const table = write(
    join(home, "table.csv"),
    `image_name,patient_id,sex,age,target\n${Array.from(
      { length: 10 },
      (_, i) =>
        `p${String(2 * i)},IP_${String(i % 4)},${i === 3 ? "" : "male"},${i === 5 ? "" : `${String(40 + i)}.5`},${String(i % 3 === 0 ? 1 : 0)}\n`,
    ).join("")}`,
  );
  const options = { imageColumn: "image_name", images: join(pictures, "cat") } as const;

  it("finds pictures without their endings, keeps groups together and infers types", async () => {
    const out = newOut();
    const { shards, labels } = await createRecords(table, out, {
      ...options,
      shards: 3,
      groupBy: "patient_id",
      stratify: true,
    });
    expect(labels).toBeUndefined();
    expect(existsSync(join(out, "..", "labels.json"))).toBe(false);
    const rows = await read(out);
    expect(rows).toHaveLength(10);
    expect(rows).toContainEqual({
      image: jpeg(0),
      image_name: "p0",
      patient_id: "IP_0",
      sex: "male",
      age: 40.5,
      target: 1,
    });
    expect(rows).toContainEqual({
      image: jpeg(10),
      image_name: "p10",
      patient_id: "IP_1",
      sex: "male",
      target: 0,
    });
    expect(rows).toContainEqual({
      image: jpeg(6),
      image_name: "p6",
      patient_id: "IP_3",
      sex: "",
      age: 43.5,
      target: 1,
    });
    let at = 0;
    const owners = shards.map(
      ({ records }) => new Set(rows.slice(at, (at += records)).map((row) => row["patient_id"])),
    );
    expect(owners.reduce((sum, { size }) => sum + size, 0)).toBe(4);
  });

  it("stores the columns that are listed, with their types, and labels for integers", async () => {
    const out = newOut();
    const { labels } = await createRecords(table, out, {
      ...options,
      columns: { age: "bytes" },
      labels: ["benign", "malignant"],
    });
    expect(labels).toEqual({ benign: 0, malignant: 1 });
    expect((await read(out)).find((row) => row["image_name"] === "p0")).toEqual({
      image: jpeg(0),
      image_name: "p0",
      age: "40.5",
      target: 1,
    });
  });

  it("needs no pictures", async () => {
    const out = newOut();
    await createRecords([{ x: 0.5, y: [1, 2] }, { x: 2 }], out, {
      imageColumn: null,
      shuffle: false,
      shards: 1,
    });
    expect(await read(out)).toEqual([{ x: 0.5, y: 1 }, { x: 2 }]);
  });

  it("reads JSONL from a stream of bytes", async () => {
    const out = newOut();
    const line = (i: number): string =>
      `${JSON.stringify({ image: join(pictures, "cat", `p${String(i)}.jpg`), label: i > 0 ? "b" : "a" })}\n`;
    const bytes = new TextEncoder().encode(line(0) + line(2));
    const chunks = Readable.from([bytes.subarray(0, 9), bytes.subarray(9)]);
    await createRecords(chunks, out, { format: "jsonl", shards: 1, shuffle: false });
    expect(await read(out)).toEqual([
      { image: jpeg(0), image_name: "p0", target: 0 },
      { image: jpeg(2), image_name: "p2", target: 1 },
    ]);
  });

  it("lists all that is wrong before it writes", async () => {
    const bad = write(
      join(home, "bad.csv"),
      "image,age,label\nhttps://a.example/1.jpg,1,cat\nmissing.jpg,2,\n,old,dog\n",
    );
    const out = newOut();
    const error = await createRecords(bad, out, { columns: { age: "int64" } }).catch(
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(RowError);
    expect((error as RowError).issues).toEqual([
      {
        row: 1,
        column: "image",
        problem: expect.stringContaining("is an address; download the pictures first") as string,
      },
      { row: 2, column: "image", problem: `there is no file ${join(home, "missing.jpg")}` },
      { row: 2, column: "label", problem: "the class is missing" },
      { row: 3, column: "image", problem: "the path of the picture is missing" },
      { row: 3, column: "age", problem: 'int64 expected, got "old"' },
    ]);
    expect(existsSync(join(out, ".."))).toBe(false);
  });

  it.each([
    [{ imageColumn: "img" }, "imageColumn: "],
    [{ ...options, groupBy: "owner" }, "groupBy: "],
    [{ ...options, columns: ["agee"] }, "did you mean age?"],
    [{ ...options, shards: 13 }, "shards must be at most the number of records, 10, got 13"],
    [{ ...options, shards: 5, groupBy: "patient_id" }, "the number of groups by patient_id, 4, got 5"],
    [{ ...options, labelColumn: null, stratify: true, columns: [] }, "stratify needs a column of classes"],
    [{ size: [3] as never }, "size must be a number or [height, width]"],
    [{ quality: 101 }, "quality must be an integer from 1 to 100, got 101"],
    [{ method: "area" }, "method has no effect without size"],
    [{ seed: 1, shuffle: false }, "seed has no effect without shuffle"],
  ] as const)("refuses %j", async (wrong, message) => {
    await expect(createRecords(table, newOut(), wrong)).rejects.toThrow(message);
  });

  it.each([
    ["table.json", "write one object per line, as JSONL"],
    ["table.xls", "must be a folder or a file that ends with .csv, .tsv, .jsonl, .ndjson"],
  ])("refuses %s", async (name, message) => {
    await expect(createRecords(write(join(home, name), "{}"), newOut())).rejects.toThrow(message);
  });

  it("names a folder without classes, and an output below a file", async () => {
    const empty = join(home, "no-classes");
    mkdirSync(empty);
    await expect(createRecords(empty, newOut())).rejects.toThrow(
      `createRecords: ${empty} has no subfolders; each class is a subfolder with images`,
    );
    const file = write(join(home, "file"), "");
    await expect(createRecords(pictures, join(file, "train"))).rejects.toThrow(
      `createRecords: out must be in a folder, got ${join(file, "train")}, but ${file} is a file`,
    );
  });
});

describe("createRecords with pictures", () => {
  it("resizes the shorter side in threads as without, and upright", async () => {
    const [inThreads, here] = [newOut(), newOut()];
    await createRecords(pictures, inThreads, { size: 8, workers: 1, shards: 1 });
    await createRecords(pictures, here, { size: 8, workers: 0, shards: 1 });
    const [a, b] = [await read(inThreads), await read(here)];
    expect(a).toEqual(b);
    expect(probeJpeg(a[0]["image"] as Uint8Array)).toMatchObject({ height: 8, width: 12 });
  });

  it("names a damaged picture, or leaves it out and reports it", async () => {
    const folder = writePictures(join(home, "damaged"), 6);
    const cut = write(join(folder, "cat", "x.jpg"), jpeg(1).subarray(0, 300));
    const empty = write(join(folder, "dog", "y.jpg"), "");
    const web = write(join(folder, "dog", "z.png"), "<html>");
    const out = newOut();
    const error = await createRecords(folder, out, { seed: 2 }).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(PictureError);
    expect([cut, empty, web]).toContain((error as PictureError).path);
    const { skipped, records } = await createRecords(folder, out, { seed: 2, skipDamaged: true });
    expect(records).toBe(6);
    expect([...skipped].sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
      { path: cut, reason: expect.stringContaining("jpeg: ") as string },
      { path: empty, reason: "the file is empty" },
      {
        path: web,
        reason:
          "image: a JPEG, PNG, WebP, GIF, BMP or AVIF expected, got an HTML page, such as a server's error page",
      },
    ]);
  });
});
