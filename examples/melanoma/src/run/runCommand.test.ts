import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { lockFolder } from "@tensorloom/core/internal/node";
import { decodeExample, encodeExample, bytes } from "@tensorloom/tfrecord";
import { readRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runCommand } from "./runCommand.ts";
import type { SampleSize } from "../sample/planSample.ts";
import { writeSample } from "../sample/writeSample.ts";

const TINY: SampleSize = { trainFiles: 4, testFiles: 1, images: 8, malignant: 2, pixels: 48 };
/** Just enough for one step of the whole network. */
const TINIEST: SampleSize = { trainFiles: 2, testFiles: 1, images: 4, malignant: 1, pixels: 40 };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-melanoma-"));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command in this process; a sample that it draws is tiny. */
async function command(
  argv: readonly string[],
  signal = new AbortController().signal,
  sample = TINY,
): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []];
  const io = {
    stdout: { write: (text: string) => out.push(text) },
    stderr: { write: (text: string) => err.push(text) },
    clock: () => performance.now(),
    signal,
  };
  const code = await runCommand(argv, io, sample);
  return { code, out: out.join(""), err: err.join("") };
}

/** Draws a sample into a folder for `--data`. */
async function dataFolder(): Promise<string> {
  const data = join(folder, "data");
  await writeSample(data, { seed: 1, size: TINY });
  return data;
}

const outFolder = (): string => join(folder, "out");

describe("bad input prints one sentence, exits with code 1 and writes nothing", () => {
  it.each([
    [["--size", "abc"], '--size must be a whole number from 32 to 4096, got "abc"'],
    [["--epochs", "0"], '--epochs must be a whole number from 1 to 100000, got "0"'],
    [["--model", "B9"], '--model must be one of B0, B1, B2, B3, B4, B5, B6, B7, got "B9"'],
    [["--sise", "64"], "unknown flag --sise: did you mean --size?"],
    [["--seed", "1", "--seed", "2"], "--seed may be used only once"],
    [["--data", "/nowhere/at/all"], "--data: there is no folder /nowhere/at/all"],
  ])("%j", async (argv, sentence) => {
    const ended = await command([...argv, "--out", outFolder()]);
    expect(ended).toEqual({ code: 1, out: "", err: `melanoma: ${sentence}\n` });
    expect(readdirSync(folder)).toEqual([]);
  });

  it("a folder without train files", async () => {
    const { code, err } = await command(["--data", folder, "--out", outFolder()]);
    expect([code, err]).toEqual([1, `melanoma: ${folder} holds no train*.tfrec file\n`]);
  });

  it("a file whose name has no count", async () => {
    const data = await dataFolder();
    renameSync(join(data, "train01-8.tfrec"), join(data, "train01.tfrec"));
    const { code, err } = await command(["--data", data, "--weights", "none", "--out", outFolder()]);
    expect(code).toBe(1);
    expect(err).toContain("train01.tfrec: the name states no count");
  });

  it("a file with another count than its name states", async () => {
    const data = await dataFolder();
    renameSync(join(data, "train01-8.tfrec"), join(data, "train01-9.tfrec"));
    const { err } = await command(["--data", data, "--weights", "none", "--out", outFolder()]);
    expect(err).toContain("train01-9.tfrec: the name states 9 records, the file holds 8");
  });

  it("a corrupt record: file, record and offset", async () => {
    const data = await dataFolder();
    const path = join(data, "train02-8.tfrec");
    const content = readFileSync(path);
    content[60] ^= 1;
    writeFileSync(path, content);
    const { code, err } = await command(["--data", data, "--weights", "none", "--out", outFolder()]);
    expect(code).toBe(1);
    expect(err).toMatch(/train02-8\.tfrec: record 0 at byte 0: the checksum of the data does not match\n$/);
    expect(readdirSync(folder)).toEqual(["data"]);
  });

  it("an image that is not a JPEG: file, record and name", async () => {
    const data = await dataFolder();
    const path = join(data, "train03-8.tfrec");
    const records: Uint8Array[] = [];
    for await (const record of readRecordFile(path)) {
      const features = Object.fromEntries(decodeExample(record));
      if (records.length === 5) features["image"] = bytes([new TextEncoder().encode("no jpeg")]);
      records.push(encodeExample(features));
    }
    await writeRecordFile(path, records);
    const { code, err } = await command([
      "--data",
      data,
      "--weights",
      "none",
      "--size",
      "32",
      "--out",
      outFolder(),
    ]);
    expect(code).toBe(1);
    expect(err).toMatch(/train03-8\.tfrec: record 5 \(ISIC_\d+\): the image cannot be decoded: jpeg: /);
    expect(readdirSync(folder)).toEqual(["data"]);
  });

  it("an image that is cut off: reported when it is decoded", async () => {
    const data = await dataFolder();
    const path = join(data, "train03-8.tfrec");
    const records: Uint8Array[] = [];
    for await (const record of readRecordFile(path)) {
      const features = Object.fromEntries(decodeExample(record));
      const image = features["image"].values[0] as Uint8Array; // the writer wrote bytes
      if (records.length === 2) features["image"] = bytes([image.subarray(0, image.length - 200)]);
      records.push(encodeExample(features));
    }
    await writeRecordFile(path, records);
    const argv = ["--data", data, "--weights", "none", "--size", "32", "--out", outFolder()];
    const { code, err } = await command(argv);
    expect(code).toBe(1);
    expect(err).toMatch(
      /^melanoma: .*train03-8\.tfrec: record 2 \(ISIC_\d+\): the image cannot be decoded: jpeg: .*\n$/,
    );
    expect(readdirSync(folder)).toEqual(["data"]);
  });

  it("records with other features: every one that does not fit", async () => {
    const data = await dataFolder();
    await writeRecordFile(join(data, "train00-8.tfrec"), [encodeExample({ target: bytes("1") })]);
    const { code, err } = await command(["--data", data, "--weights", "none", "--out", outFolder()]);
    expect(code).toBe(1);
    for (const key of ["image", "image_name", "target"]) expect(err).toContain(`Feature: ${key} `);
    expect(err).toMatch(/^melanoma: .*train00-8\.tfrec: record 0: .*\n$/);
  });

  it("a sample submission that asks for other images", async () => {
    const data = await dataFolder();
    writeFileSync(join(data, "sample_submission.csv"), "image_name,target\nISIC_1,0\n");
    const { code, err } = await command(["--data", data, "--weights", "none", "--out", outFolder()]);
    expect([code, err]).toEqual([
      1,
      `melanoma: ${data}/sample_submission.csv asks for 1 image that no test file holds: ISIC_1\n`,
    ]);
  });

  it("weights that do not exist", async () => {
    const data = await dataFolder();
    const { code, err } = await command(["--data", data, "--weights", "b0.h5", "--out", outFolder()]);
    expect(code).toBe(1);
    expect(err).toMatch(/^melanoma: --weights: there is no file or folder b0\.h5, .*\n$/);
  });

  it("weights that do not fit: every one of them", async () => {
    const data = await dataFolder();
    const weights = join(folder, "model.json");
    const stem = { name: "stem_conv/kernel", shape: [2], dtype: "float32" };
    writeFileSync(weights, JSON.stringify({ weightsManifest: [{ paths: ["w.bin"], weights: [stem] }] }));
    writeFileSync(join(folder, "w.bin"), new Uint8Array(8));
    const argv = ["--data", data, "--weights", weights, "--size", "32", "--out", outFolder()];
    const { code, err } = await command(argv);
    expect(code).toBe(1);
    expect(err).toContain("stem_conv/kernel: expected [3, 3, 3, 32], got [2]\n");
    expect(err).toContain("top_bn/gamma: missing, expected [1280]\n");
    expect(existsSync(outFolder())).toBe(false);
  });

  it("an output folder that is a file", async () => {
    writeFileSync(join(folder, "file"), "");
    const { code, err } = await command(["--out", join(folder, "file")]);
    expect([code, err]).toEqual([
      1,
      `melanoma: --out ${folder}/file cannot be written: ${folder}/file is a file, not a folder\n`,
    ]);
  });
});

describe("the command", () => {
  it("prints its help", async () => {
    const { code, out } = await command(["--help"]);
    expect(code).toBe(0);
    for (const flag of [
      "--data",
      "--weights",
      "--model",
      "--size",
      "--train",
      "--epochs",
      "--batch",
      "--seed",
      "--out",
    ])
      expect(out).toContain(flag);
  });

  it.each([
    ["head", "wasm", 2, TINY],
    ["all", "wasm", 1, TINIEST],
  ] as const)(
    "draws a sample, trains %s on %s, and writes model, metrics and submission",
    async (train, backend, epochs, size) => {
      const argv = [
        "--train",
        train,
        "--backend",
        backend,
        "--size",
        "32",
        "--batch",
        "4",
        "--epochs",
        String(epochs),
        "--out",
        outFolder(),
      ];
      const { code, out, err } = await command(argv, undefined, size);
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain("validation AUC");
      expect(readdirSync(outFolder()).sort()).toEqual(["metrics.jsonl", "model", "sample", "submission.csv"]);
      expect(readFileSync(join(outFolder(), "metrics.jsonl"), "utf8").trim().split("\n")).toHaveLength(
        epochs,
      );
      const [header, ...rows] = readFileSync(join(outFolder(), "submission.csv"), "utf8").trim().split("\n");
      const sample = readFileSync(join(outFolder(), "sample", "sample_submission.csv"), "utf8")
        .trim()
        .split("\n");
      expect(header).toBe("image_name,target");
      expect(rows.map((row) => row.split(",")[0])).toEqual(sample.slice(1).map((row) => row.split(",")[0]));
      for (const row of rows) expect(Number(row.split(",")[1])).toBeGreaterThan(0);
    },
  );

  it("refuses a folder that another run writes into, and leaves that run alone", async () => {
    const lock = await lockFolder(outFolder(), "another run");
    const { code, out, err } = await command(["--out", outFolder(), "--size", "32"]);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/^melanoma: .*out is in use by another run \(process \d+ on .*\n$/);
    expect(readdirSync(outFolder())).toEqual([".lock"]);
    await lock.release();
  });

  it("exits with code 130 after an interrupt", async () => {
    const interrupted = new AbortController();
    interrupted.abort(new Error("interrupted"));
    const { code, err } = await command(["--out", outFolder(), "--size", "32"], interrupted.signal);
    expect([code, err]).toEqual([130, "\nmelanoma: interrupted\n"]);
  });
});
