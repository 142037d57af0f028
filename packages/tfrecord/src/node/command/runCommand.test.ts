import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { Readable } from "node:stream";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { encodeExample } from "../../example/encodeExample.ts";
import { bytes, float32, int64 } from "../../example/feature.ts";
import { readRecordFile } from "../readRecordFile.ts";
import { writeRecordFile } from "../../files/writeRecordFile.ts";
import { runCommand } from "./runCommand.ts";

const folder = mkdtempSync(join(tmpdir(), "tfrecord-command-"));
afterAll(() => rmSync(folder, { recursive: true }));
const fixture = (name: string): string => join(import.meta.dirname, "../../../fixtures", name);

async function tfrecord(...words: string[]): Promise<{ code: number; out: string[]; err: string[] }> {
  const [out, err]: [string[], string[]] = [[], []];
  const code = await runCommand(words, {
    out: (line) => Promise.resolve(void out.push(...line.split("\n"))),
    err: (line) => void err.push(line),
    progress: () => undefined,
  });
  return { code, out, err };
}
async function lengths(path: string): Promise<number[]> {
  const read: number[] = [];
  for await (const record of readRecordFile(path)) read.push(record.length);
  return read;
}
const SIZES = [0, 1, 11, 256, 1000, 70000];

/** The start of a 3 x 2 PNG, up to its size. */
const png = Uint8Array.from([
  0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 3, 0, 0, 0, 2,
]);
/** A JPEG's start, a comment, and the frame header of 5 x 4 pixels. */
const jpeg = Uint8Array.from([0xff, 0xd8, 0xff, 0xfe, 0, 3, 65, 0xff, 0xc0, 0, 17, 8, 0, 4, 0, 5, 3]);
const examples = join(folder, "examples.tfrecord");

describe("inspect", () => {
  it("shows kinds, shapes, first values and sizes of images", async () => {
    const records = [
      { image: bytes(jpeg), target: int64(1), box: float32(0.5, 1), name: bytes("a\u0001") },
      { image: bytes(png), target: int64(2n ** 60n), box: float32() },
    ];
    await writeRecordFile(examples, records.map(encodeExample));
    const { code, out } = await tfrecord("inspect", examples);
    expect([code, out]).toEqual([
      0,
      [
        `${examples}: ${String(statSync(examples).size)} B, compression none: Example, 2 records inspected`,
        "  image   bytes    [1]       jpeg|png 3..5x2..4  17 bytes",
        "  target  int64    [1]       1",
        "  box     float32  [0..2]    0.5 1",
        "  name    bytes    [1]       (binary)  (missing in 1)",
      ],
    ]);
  });

  it("says the same as JSON", async () => {
    const { out } = await tfrecord(
      "inspect",
      "--json",
      "--records",
      "1",
      examples,
      fixture("sequence.tfrecord"),
    );
    const [first, second] = JSON.parse(out[0]) as [
      { features: unknown[] },
      { kinds: string[]; features: object[] },
    ];
    expect(first).toMatchObject({
      bytes: statSync(examples).size,
      compression: "none",
      kinds: ["Example"],
      inspected: 1,
    });
    expect(first.features[0]).toEqual({
      feature: "image",
      kind: "bytes",
      shape: "[1]",
      first: "17 bytes",
      image: "jpeg 5x4",
      missing: 0,
    });
    expect(second.kinds).toEqual(["SequenceExample"]);
    expect(second.features.at(-1)).toMatchObject({
      feature: "ratings[]",
      kind: "float32",
      shape: "[2][1..2]",
    });
  });

  it("shows the records before damage and reports it", async () => {
    const file = fixture("damaged.data-flipped.tfrecord");
    const { code, out, err } = await tfrecord("inspect", file);
    expect([code, out]).toEqual([1, [`${file}: 71.4 kB, compression none: bytes, 3 records inspected`]]);
    expect(err).toEqual([
      `tfrecord inspect: ${file}: record 3 at byte 60: the checksum of the data does not match`,
    ]);
  });

  it("does not take another message's bytes for keys", async () => {
    const file = join(folder, "nested");
    await writeRecordFile(file, [encodeExample({ "a\u0012b": int64(1) })]);
    expect((await tfrecord("inspect", file)).out[0]).toContain("bytes, 1 record inspected");
  });

  it("knows event files, and bytes that are neither", async () => {
    const { out } = await tfrecord("inspect", fixture("events.tfevents"), fixture("records.gzip.tfrecord"));
    expect(out[0]).toContain("Event, 7 records");
    expect(out.find((line) => line.includes("picture/image/0"))).toContain("image");
    expect(out.at(-1)).toContain("compression gzip: bytes, 6 records");
  });
});

describe("cat", () => {
  it("prints records as JSON", async () => {
    expect(
      (await tfrecord("cat", "--records", "1", examples)).out.map((line) => JSON.parse(line) as unknown),
    ).toEqual([
      {
        image: [{ base64: Buffer.from(jpeg).toString("base64") }],
        target: [1],
        box: [0.5, 1],
        name: [{ base64: "YQE=" }],
      },
    ]);
    const all = (await tfrecord("cat", examples)).out.map((line) => JSON.parse(line) as { target: unknown });
    expect(all[1].target).toEqual(["1152921504606846976"]);
  });

  it("prints sequences", async () => {
    const { out } = await tfrecord("cat", fixture("sequence.tfrecord"));
    expect(JSON.parse(out[0])).toMatchObject({ featureLists: { ratings: [[4.5], [5, 1]], empty: [] } });
  });
});

describe("count", () => {
  it("counts plain and compressed files", async () => {
    const { code, out } = await tfrecord("count", fixture("records.*.tfrecord"));
    expect([code, out.map((line) => line.trim().split(" ")[0])]).toEqual([0, ["6", "6", "6", "18"]]);
    const cut = fixture("damaged.cut-in-data.tfrecord");
    const some = await tfrecord("count", cut, fixture("sequence.tfrecord"));
    expect([some.code, some.out[0].trim().split(" ")[0], some.err.length]).toEqual([1, "1", 1]);
    expect(some.err[0]).toContain("record 3 at byte 60: the record is truncated: 100 of 272 bytes");
    const { out: json } = await tfrecord("count", "--json", fixture("empty.tfrecord"));
    expect(JSON.parse(json[0])).toMatchObject({ records: 0 });
  });
});

describe("verify", () => {
  it("is content with sound files", async () => {
    expect(await tfrecord("verify", fixture("records.zlib.tfrecord"))).toMatchObject({ code: 0, err: [] });
  });

  it("lists all damage", async () => {
    const file = fixture("damaged.length-flipped.tfrecord");
    const { code, out } = await tfrecord("verify", file, fixture("records.plain.tfrecord"));
    expect(code).toBe(1);
    expect(out[0]).toBe(`BAD ${file}: 5 good records, 71257 bytes of data`);
    expect(out[1]).toContain("record 2 at byte 33: the checksum of the length does not match");
    expect(out[2]).toContain("ok ");
    const json = JSON.parse((await tfrecord("verify", "--json", file)).out[0]) as unknown;
    expect(json).toMatchObject([{ ok: false, records: 5, damage: [{ record: 2, offset: 33, bytes: 27 }] }]);
  });
});

describe("repair", () => {
  const bad = fixture("damaged.length-flipped.tfrecord");

  it("writes the good records and says what is lost", async () => {
    const target = join(folder, "repaired");
    const { code, out } = await tfrecord("repair", bad, "--out", target);
    expect([code, await lengths(target)]).toEqual([0, [0, 1, 256, 1000, 70000]]);
    expect(out.at(-1)).toBe("lost: at least 1 record, 27 bytes");
  });

  it("never writes over a file that exists, unless it is forced, nor over the damaged one by any name", async () => {
    const where = mkdtempSync(join(folder, "repair-"));
    const [damaged, sound, hard, soft] = ["bad", "sound", "hard", "soft"].map((name) => join(where, name));
    copyFileSync(bad, damaged);
    copyFileSync(fixture("records.plain.tfrecord"), sound);
    linkSync(damaged, hard);
    symlinkSync(damaged, soft);
    const before = readdirSync(where).map((name) => readFileSync(join(where, name), "latin1"));
    const refused = async (...words: string[]): Promise<string> => {
      const { code, err } = await tfrecord("repair", ...words);
      expect(code).toBe(1);
      expect(readdirSync(where).map((name) => readFileSync(join(where, name), "latin1"))).toEqual(before);
      return err.join();
    };
    expect(await refused(damaged, sound)).toContain("--out is needed");
    expect(await refused(damaged, sound, "--out", join(where, "new"))).toContain(
      "takes one damaged file, got 2",
    );
    expect(await refused(damaged, "--out", sound)).toContain("pass --force to replace it");
    for (const name of [damaged, hard, soft])
      expect(await refused(damaged, "--out", name, "--force")).toContain("is the input file");
    expect(await refused(soft, "--out", damaged, "--force")).toContain("is the input file");
    expect((await tfrecord("repair", damaged, "--out", sound, "--force")).code).toBe(0);
    expect((await lengths(sound)).length).toBe(5);
  });

  it("writes nothing for a file of another format", async () => {
    const [noise, target] = [join(folder, "text"), join(folder, "of-text")];
    writeFileSync(noise, "a,b\n1,2\n".repeat(100));
    const { code, err } = await tfrecord("repair", noise, "--out", target);
    expect([code, existsSync(target)]).toEqual([1, false]);
    expect(err[0]).toContain("has no good record");
  });
});

describe("- and addresses", () => {
  const input = (bytes: Buffer): AsyncIterable<Uint8Array> =>
    Readable.from([bytes.subarray(0, 5), bytes.subarray(5)]);

  it.each(["inspect", "cat", "count", "verify"])("%s reads the standard input", async (name) => {
    const lines: string[] = [];
    const code = await runCommand([name, "-"], {
      out: (line) => Promise.resolve(void lines.push(line)),
      err: (line) => void lines.push(line),
      progress: () => undefined,
      stdin: input(readFileSync(fixture("records.gzip.tfrecord"))),
    });
    expect([code, lines.join("\n")]).toEqual([0, expect.stringMatching(/6|base64/) as unknown]);
  });
});

describe("index", () => {
  it("saves the index next to the file, or at another path", async () => {
    const file = join(folder, "indexed");
    copyFileSync(fixture("sequence.tfrecord"), file);
    expect((await tfrecord("index", file)).out).toEqual([`${file}.idx: 1 record`]);
    expect(readFileSync(`${file}.idx`, "utf8")).toBe("0 124\n");
    await tfrecord("index", file, "--out", join(folder, "other"));
    expect(existsSync(join(folder, "other"))).toBe(true);
  });
});

describe("split and merge", () => {
  it("divide, and put together what was divided", async () => {
    const [parts, whole] = [join(folder, "parts"), join(folder, "whole.gz")];
    const plain = fixture("records.plain.tfrecord");
    expect((await tfrecord("split", plain, "--out", parts, "--records", "4", "--name", "r")).code).toBe(0);
    expect(readdirSync(parts).sort()).toEqual(["r-00000-of-00002", "r-00001-of-00002"]);
    await tfrecord("merge", join(parts, "*"), "--out", whole, "--compression", "gzip");
    expect(await lengths(whole)).toEqual(SIZES);
    const { out } = await tfrecord(
      "split",
      plain,
      "--out",
      join(folder, "sized"),
      "--bytes",
      "1K",
      "--naming",
      "count",
    );
    expect(out.length).toBe(3);
  });

  it("compresses by the name that --out says, and replaces files only if it is forced", async () => {
    const plain = fixture("records.plain.tfrecord");
    const target = join(folder, "by-name.gz");
    expect((await tfrecord("merge", plain, plain, "--out", target)).code).toBe(0);
    expect([...readFileSync(target).subarray(0, 2)]).toEqual([0x1f, 0x8b]);
    expect(await lengths(target)).toEqual([...SIZES, ...SIZES]);
    expect((await tfrecord("merge", plain, "--out", target)).err[0]).toContain("pass --force to replace it");
    expect(await lengths(target)).toEqual([...SIZES, ...SIZES]);
    expect((await tfrecord("merge", plain, "--out", target, "--force")).code).toBe(0);
    expect(await lengths(target)).toEqual(SIZES);
  });

  it("split refuses a folder with that set, and replaces the set if it is forced", async () => {
    const plain = fixture("records.plain.tfrecord");
    const out = join(folder, "again");
    await tfrecord("split", plain, "--out", out, "--records", "1");
    const { code, err } = await tfrecord("split", plain, "--out", out, "--records", "4");
    expect([code, err[0]]).toEqual([1, expect.stringContaining("--force replaces them") as unknown]);
    expect((await tfrecord("split", plain, "--out", out, "--records", "4", "--force")).code).toBe(0);
    expect(readdirSync(out).length).toBe(2);
  });

  it("leaves no folder that was created for nothing", async () => {
    const out = join(folder, "made", "for", "nothing");
    const bad = fixture("damaged.data-flipped.tfrecord");
    expect((await tfrecord("split", bad, "--out", out, "--records", "1")).code).toBe(1);
    expect(existsSync(join(folder, "made"))).toBe(false);
  });
});

describe("what cannot be done", () => {
  const noFile = join(folder, "none");
  writeFileSync(join(folder, "noise"), Buffer.alloc(40, 7));

  it.each([
    [["nope"], /there is no command "nope"; there are inspect, cat/],
    [["count"], /no file is named; usage: tfrecord count FILE/],
    [
      ["count", noFile, join(folder, "*.no")],
      /tfrecord count: there is no file .*none; .*\*\.no names no file/,
    ],
    [["count", folder], /tfrecord-command-\w+ is a folder: name the files in it, as '.*\*'/],
    [["merge", examples, "--out", join(noFile, "x")], /tfrecord merge: there is no folder .*none$/],
    [["split", examples, "--out", folder, "--records", "0"], /--records must be at least 1, got 0/],
    [["count", join(folder, "*.none")], /names no file/],
    [["count", "--wrong", "x"], /there is no flag --wrong; there are --json, --help/],
    [
      ["cat", examples, "--records", "many"],
      /--records must be a whole number such as 200 or 64M, got "many"/,
    ],
    [["merge", examples, "--out", `${noFile}/`], /none\/ names a folder; name a file in it/],
    [["merge", examples, "--out", join(examples, "x")], /there is no folder .*examples.tfrecord$/],
    [["merge", examples, "--out", "/dev/null", "--force"], /\/dev\/null is a device or a pipe; name a file/],
    [
      ["split", examples, "--records", "1", "--out", join(noFile, "x"), "--name", "../y"],
      /must not be empty or contain a slash, got/,
    ],
    [["split", examples], /--records or --bytes is needed/],
    [["merge", examples], /--out is needed/],
    [["index", fixture("records.gzip.tfrecord")], /the file is compressed \(gzip\)/],
    [
      ["cat", join(folder, "noise")],
      /noise: record 0 at byte 0: the checksum of the length does not match.*; is it a TFRecord file\?$/,
    ],
  ])("%j: one sentence and exit code 1", async (words, sentence) => {
    const { code, err } = await tfrecord(...words);
    expect([code, err.length]).toEqual([1, 1]);
    expect(err[0]).toMatch(sentence);
  });
});

describe("help", () => {
  it("is there for a command too, and so is the version", async () => {
    expect(await tfrecord("help", "split")).toEqual(await tfrecord("split", "--help"));
    expect((await tfrecord("--version")).out[0]).toMatch(/^\d+\.\d+\.\d+/);
  });

  it("names every command, and says how each is used", async () => {
    const { code, out } = await tfrecord("--help");
    expect(code).toBe(0);
    for (const name of ["inspect", "cat", "count", "verify", "repair", "index", "split", "merge"]) {
      expect(out.some((line) => line.startsWith(`  ${name} `))).toBe(true);
      expect((await tfrecord(name, "--help")).out[2]).toContain(`Usage: tfrecord ${name} `);
    }
  });
});

describe("index", () => {
  it("refuses the standard input", async () => {
    const { code, err } = await tfrecord("index", "-");
    expect(code).toBe(1);
    expect(err.join("\n")).toContain("index: - is the standard input; an index needs a file");
  });
});
