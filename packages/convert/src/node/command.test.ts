import { decodeExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { spawn } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { describe, expect, expectTypeOf, it } from "vitest";
import { loadConvert, type Convert } from "../../../tfrecord/src/node/command/convert/loadConvert.ts";
import { runCommand } from "../../../tfrecord/src/node/command/runCommand.ts";
import type { Terminal } from "../../../tfrecord/src/node/command/terminal/command.ts";
import { jpeg, temporaryFolder, write, writePictures } from "../../fixtures/pictures.ts";
import type { createRecords } from "./create/createRecords.ts";
import type { extractRecords } from "./extract/extractRecords.ts";

const home = temporaryFolder();
const pictures = writePictures(join(home, "pictures"), 10);

async function tfrecord(
  words: readonly string[],
  terminal: Partial<Terminal> = {},
): Promise<{ code: number; out: string; err: string; bars: readonly string[] }> {
  const [out, err, bars]: [string[], string[], string[]] = [[], [], []];
  const code = await runCommand(words, {
    out: (line) => Promise.resolve(void out.push(line)),
    err: (line) => void err.push(line),
    progress: (text) => void bars.push(text),
    ...terminal,
  });
  return { code, out: out.join("\n"), err: err.join("\n"), bars };
}

describe("the types that the command declares", () => {
  it("are those of the functions", async () => {
    type Arguments<F extends (...list: never) => unknown> = Parameters<F>;
    expectTypeOf<Arguments<Convert["createRecords"]>[0]>().toExtend<Arguments<typeof createRecords>[0]>();
    expectTypeOf<Arguments<Convert["extractRecords"]>[0]>().toExtend<Arguments<typeof extractRecords>[0]>();
    expectTypeOf<ReturnType<typeof createRecords>>().toExtend<ReturnType<Convert["createRecords"]>>();
    expectTypeOf<ReturnType<typeof extractRecords>>().toExtend<ReturnType<Convert["extractRecords"]>>();
    expect(Object.keys(await loadConvert("tfrecord create"))).toContain("createRecords");
  });
});

describe("tfrecord create", () => {
  it("writes a folder and reports files, labels and damage", async () => {
    const own = writePictures(join(home, "own"), 10);
    const damaged = write(join(own, "cat", "x.jpg"), "");
    const out = join(home, "a", "train");
    const words = ["create", "--from", own, "--out", out, "--shards", "2", "--seed", "3"];
    const refused = await tfrecord(words);
    expect([refused.code, refused.err]).toEqual([
      1,
      `tfrecord create: ${damaged} is damaged: the file is empty; replace it, or pass --skip-damaged`,
    ]);
    const { code, out: text, err } = await tfrecord([...words, "--skip-damaged"]);
    expect(code).toBe(0);
    const files = readdirSync(join(home, "a"))
      .filter((name) => name.startsWith("train"))
      .sort();
    expect(files.map((name) => /^train0(\d)-(\d+)\.tfrec$/.exec(name)?.[1])).toEqual(["0", "1"]);
    const lines = text.split("\n");
    expect(lines.slice(0, 2).map((line) => line.replace(/, [\d.]+ kB$/, ""))).toEqual(
      files.map((file) => `${join(home, "a", file)}: ${String(Number(/-(\d+)/.exec(file)?.[1]))} records`),
    );
    expect(lines[2]).toBe("labels: cat 0, dog 1");
    expect(err).toBe(`1 damaged picture left out:\n  ${damaged}: the file is empty`);
    const again = await tfrecord([...words, "--skip-damaged"]);
    expect(again.err).toContain("; choose another name or folder, or pass --force to replace them");
  });

  it("reads a table from the standard input, with typed columns", async () => {
    const out = join(home, "b", "train");
    const csv = `file;age;note\n${join(pictures, "cat", "p0.jpg")};45;7\n`;
    const stdin = Readable.from([Buffer.from(csv)]);
    const words = `create --from - --format csv --delimiter ; --image-column file --columns age:float32 --no-shuffle`;
    const { code, err } = await tfrecord([...words.split(" "), "--out", out], { stdin });
    expect([code, err]).toEqual([0, ""]);
    for await (const record of readRecordFile(join(home, "b", "train00-1.tfrec")))
      expect(decodeExample(record)).toEqual(
        new Map<string, unknown>([
          ["image", { kind: "bytes", values: [jpeg(0)] }],
          ["image_name", { kind: "bytes", values: [new TextEncoder().encode("p0")] }],
          ["age", { kind: "float32", values: Float32Array.of(45) }],
        ]),
      );
  });

  it.each([
    ["--from - --out x", "--format is needed with the standard input: csv or jsonl"],
    ["--out x", "--from is needed"],
    ["pictures --out x", 'there is no argument "pictures"; usage: tfrecord create --from FOLDER|FILE'],
    ["--from PICTURES --out x/ ", "the name of a shard set must not be empty"],
    [
      "--from PICTURES --out x --size 5by5",
      '--size must be a number of pixels, or HEIGHTxWIDTH such as 512x384, got "5by5"',
    ],
    ["--from PICTURES --out x --quality 200", "quality must be an integer from 1 to 100, got 200"],
    [
      "--from PICTURES --out x --label-column a --no-labels",
      "--label-column and --no-labels contradict each other",
    ],
    ["--from PICTURES --out x --label-column classes", "--label-column: "],
    ["--from SEMICOLONS --out x", 'has no column image; there are image;label; pass --delimiter ";"'],
    ["--from PICTURES --out x --sise 3", "there is no flag --sise; did you mean --size?"],
    ["--from PICTURES --out x --labels none.json", "--labels: there is no file none.json"],
  ])("refuses %s", async (words, message) => {
    const semicolons = join(home, "semicolons.csv");
    writeFileSync(semicolons, "image;label\na.jpg;cat\n");
    const paths = new Map([
      ["PICTURES", pictures],
      ["SEMICOLONS", semicolons],
    ]);
    const argv = words
      .trim()
      .split(" ")
      .map((word) => paths.get(word) ?? word);
    const { code, err } = await tfrecord(["create", ...argv]);
    expect(code).toBe(1);
    expect(err).toContain(message);
    expect(err.split("\n")).toHaveLength(1);
  });

  it("shows a bar on a terminal, and a line every ten seconds without one", async () => {
    let [now, step] = [0, 200];
    const clock = (): number => (now += step);
    const words = (out: string): string[] => [
      "create",
      "--from",
      pictures,
      "--out",
      join(home, out, "train"),
    ];
    const shown = await tfrecord(words("c"), { clock, isInteractive: true });
    expect(shown.bars[0]).toMatch(
      /^\[#+\.+\] +10 % 1 of 10 records, [\d.]+ kB, [\d.]+ per second, \d+ s left$/,
    );
    expect(shown.bars.at(-1)).toBe("");
    step = 3000;
    const silent = await tfrecord(words("d"), { clock });
    expect(silent.err.split("\n").length).toBeGreaterThanOrEqual(3);
    expect(silent.err.split("\n")[0]).toMatch(/^\d of 10 records, /);
  });

  it("explains every flag", async () => {
    const { out } = await tfrecord(["create", "--help"]);
    const { err } = await tfrecord(["create", "--nonsense"]);
    const flags = err.slice(err.indexOf("there are ")).match(/--[a-z-]+/g) ?? [];
    expect(flags.length).toBeGreaterThan(20);
    for (const flag of flags.filter((one) => one !== "--help")) expect(out).toContain(flag);
  });
});

describe("tfrecord extract", () => {
  it("returns the pictures of the folder", async () => {
    const records = join(home, "e");
    await tfrecord(["create", "--from", pictures, "--out", join(records, "train"), "--shards", "2"]);
    const back = join(home, "back");
    const { code, out } = await tfrecord([
      "extract",
      join(records, "*.tfrec"),
      "--out",
      back,
      "--table",
      "jsonl",
    ]);
    expect([code, out]).toEqual([0, `${back}: 10 records, 10 pictures`]);
    expect(readFileSync(join(back, "dog", "p3.jpg"))).toEqual(readFileSync(join(pictures, "dog", "p3.jpg")));
    const again = await tfrecord(["extract", join(records, "*.tfrec"), "--out", back]);
    expect(again.err).toBe(
      `tfrecord extract: ${back} has files already; name a new folder, because nothing is overwritten`,
    );
  });
});

describe("a create command that is interrupted", () => {
  it("keeps the complete files, says so, and continues", async () => {
    const folder = join(home, "f");
    mkdirSync(folder);
    const many = writePictures(join(home, "many"), 200);
    const cli = join(import.meta.dirname, "../../../tfrecord/src/node/command/cli.ts");
    const words = [
      "create",
      "--from",
      many,
      "--out",
      join(folder, "train"),
      "--shards",
      "20",
      "--size",
      "9",
      "--workers",
      "0",
    ];
    const child = spawn(
      process.execPath,
      ["--conditions=@tensorloom/source", "--import", "tsx", cli, ...words],
      { stdio: ["ignore", "ignore", "pipe"] },
    );
    let text = "";
    child.stderr.on("data", (chunk) => (text += String(chunk)));
    const ended = new Promise((resolve) => child.once("close", resolve));
    const complete = (): number =>
      readdirSync(folder, { recursive: true }).filter((name) => String(name).endsWith(".tfrec")).length;
    while (complete() < 2 && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 3));
    child.kill("SIGINT");
    expect(await ended).toBe(130);
    expect(text).toMatch(/^tfrecord create: \d+ complete files? kept; run the command again to continue/);
    expect(readdirSync(folder)).toEqual([".train.create"]);
    const kept = complete();
    expect(kept).toBeLessThan(20);
    expect((await tfrecord(words)).code).toBe(0);
    expect(readdirSync(folder)).toHaveLength(21);
  });
});
