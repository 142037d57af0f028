import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { golden, unpack } from "../../../fixtures/files.ts";
import { type Dataset, fromArray } from "../../index.ts";
import { fromCsv, fromJsonl, fromParquet, fromTar } from "../../node.ts";
import { checkSourceContract } from "../../operator.ts";

let home = "";

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "tensorloom-formats-"));
  mkdirSync(join(home, "pictures"));
  const rows = Array.from({ length: 20 }, (_, n) => `p${String(n)},${String(n)}\n`);
  writeFileSync(join(home, "train.csv"), `image,target\n${rows.join("")}`);
  writeFileSync(join(home, "rows.jsonl"), '{"a": 1}\n{"a": 2}\n');
  writeFileSync(join(home, "a.tar"), unpack(golden.tar.pax));
  writeFileSync(join(home, "a.parquet"), unpack(golden.parquet["snappy"]));
  for (let n = 0; n < 20; n++)
    writeFileSync(join(home, "pictures", `p${String(n)}.jpg`), `picture ${String(n)}`);
});

afterAll(() => {
  rmSync(home, { recursive: true });
});

describe("a CSV file that names pictures", () => {
  it("has paths from its folder, which are read in any order", async () => {
    const csv = join(home, "train.csv");
    const rows = fromCsv(csv, { types: { target: "integer" }, paths: { image: "pictures/{}.jpg" } });
    const pictures = fromArray(await rows.toArray())
      .shuffle({ seed: 1 })
      .map(async ({ image, target }) => [await readFile(image, "utf8"), target] as const);
    const read = await pictures.toArray();
    expect(read.every(([text, target]) => text === `picture ${String(target)}`)).toBe(true);
    expect(new Set(read.map(([, target]) => target)).size).toBe(20);
    expect(await checkSourceContract(rows)).toEqual([]);
  });

  it("names its row if a picture is missing, also after a shuffle", async () => {
    const csv = join(home, "train.csv");
    const rows = await fromCsv(csv, { paths: { image: "nowhere/{}.jpg" } }).toArray();
    const pictures = fromArray(rows)
      .shuffle({ seed: 1 })
      .map(({ image }) => readFile(image));
    await expect(pictures.toArray()).rejects.toThrow(new RegExp(`\\(${csv}, row \\d+\\): ENOENT.*nowhere`));
  });

  it("keeps paths that are absolute or missing", async () => {
    const file = new Blob(['image\n/data/a.jpg\n\n""\nb.jpg\n']);
    const rows = fromCsv(file, { header: ["image", "other"], types: { image: "string?" }, paths: ["image"] });
    await expect(rows.toArray()).rejects.toThrow("expected 2 values, got 1");
    const two = new Blob(["image,x\n/data/a.jpg,1\n,2\nb.jpg,3\n"]);
    const paths = await fromCsv(two, { types: { image: "string?" }, paths: ["image"] }).toArray();
    expect(paths.map(({ image }) => image)).toEqual(["/data/a.jpg", null, "b.jpg"]);
    await expect(fromCsv(two, { paths: ["image"] }).toArray()).rejects.toThrow(
      'Blob, line 3, column image: expected a path; set types: "string?" if values may be missing, got ""',
    );
  });

  it.each<[string, object]>([
    ['paths.image must be a text with {} for the value, got "pictures"', { paths: { image: "pictures" } }],
    [
      'paths names n, whose type must be "string" or "string?", got "number"',
      { types: { n: "number" }, paths: ["n"] },
    ],
    ["paths must be a string that is not empty, got 3", { paths: [3] }],
    ["unknown option path; known are types", { path: ["image"] }],
  ])("throws: %s", (message, options) => {
    expect(() => fromCsv("train.csv", options)).toThrow(`fromCsv: ${message}`);
  });
});

describe("paths", () => {
  it("are read by every format, and resumed", async () => {
    const rows = [
      fromJsonl(join(home, "rows.jsonl")),
      fromCsv([join(home, "train.csv"), new Blob(["target,image\n1,x\n"])]),
      fromTar(join(home, "a.tar")),
      await fromParquet(join(home, "a.parquet")),
    ];
    const counts = [2, 21, 5, 8];
    for (const [i, one] of rows.entries()) {
      expect((await one.toArray()).length).toBe(counts[i]);
      expect(await checkSourceContract<unknown>(one)).toEqual([]);
    }
    expect(rows.map(({ label }) => label)).toEqual([
      `fromJsonl(${join(home, "rows.jsonl")})`,
      "fromCsv(2 files)",
      `fromTar(${join(home, "a.tar")})`,
      `fromParquet(${join(home, "a.parquet")})`,
    ]);
  });

  it("that do not exist, or are folders, are named", async () => {
    const makers: readonly ((path: string) => Dataset<unknown>)[] = [
      (path) => fromCsv(path),
      (path) => fromJsonl(path),
      (path) => fromTar(path),
    ];
    for (const make of makers) {
      const nowhere = join(home, "nowhere");
      await expect(make(nowhere).toArray()).rejects.toThrow(
        `: expected a file, got ${nowhere}, which does not exist`,
      );
      await expect(make(nowhere).toArray()).rejects.toMatchObject({ cause: { code: "ENOENT" } });
      await expect(make(home).toArray()).rejects.toThrow(`: expected a file, got ${home}, which is a folder`);
      expect(() => make("")).toThrow("files must be a path or an address (a non-empty string), got");
    }
    await expect(fromJsonl("/dev/null").toArray()).rejects.toThrow("/dev/null is not a regular file");
    await expect(fromParquet("nowhere")).rejects.toThrow(
      `fromParquet: expected a file, got nowhere (${resolve("nowhere")}), which does not exist`,
    );
  });
});
