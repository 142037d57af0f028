import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { bytes, decodeExample, encodeExample } from "@tensorloom/tfrecord";
import { readRecordFile, writeRecordFile } from "@tensorloom/tfrecord/node";
import { describe, expect, it } from "vitest";
import { writeSample } from "../sample/writeSample.ts";
import { command, temporaryFolder, TINY } from "./testCommand.ts";

const folder = temporaryFolder();
const outFolder = (): string => join(folder(), "out");

/** Draws a sample into a folder for `--data`. */
async function dataFolder(): Promise<string> {
  const data = join(folder(), "data");
  await writeSample(data, { seed: 1, size: TINY });
  return data;
}

describe("bad input prints one sentence, exits with code 1 and writes nothing", () => {
  it.each([
    [["--size", "abc"], '--size must be a whole number from 32 to 4096, got "abc"'],
    [["--epochs", "0"], '--epochs must be a whole number from 1 to 100000, got "0"'],
    [["--model", "B9"], '--model must be one of B0, B1, B2, B3, B4, B5, B6, B7, got "B9"'],
    [["--sise", "64"], "unknown flag --sise: did you mean --size?"],
    [["trian", "--seed", "1"], "unknown command trian: did you mean train?"],
    [["sample", "--size", "64"], "unknown flag --size; --help lists the flags"],
    [["--seed", "1", "--seed", "2"], "--seed may be used only once"],
    [["--data", "/nowhere/at/all"], "--data: there is no file or folder /nowhere/at/all"],
  ])("%j", async (argv, sentence) => {
    const ended = await command([...argv, "--out", outFolder()]);
    expect(ended).toEqual({ code: 1, out: "", err: `melanoma: ${sentence}\n` });
    expect(readdirSync(folder())).toEqual([]);
  });

  it("an empty folder", async () => {
    const { code, err } = await command(["--data", folder()]);
    expect([code, err]).toEqual([
      1,
      `melanoma: --data: ${folder()} is empty; expected one subfolder of pictures per class, or train*.tfrec files\n`,
    ]);
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
    expect(readdirSync(folder())).toEqual(["data"]);
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
    expect(readdirSync(folder())).toEqual(["data"]);
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
    expect(readdirSync(folder())).toEqual(["data"]);
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

  it("weights in a file that has none", async () => {
    const data = await dataFolder();
    const weights = join(folder(), "empty.h5");
    writeFileSync(weights, "");
    const argv = ["--data", data, "--weights", weights, "--size", "32", "--out", outFolder()];
    const { code, err } = await command(argv);
    expect([code, err]).toEqual([1, `melanoma: --weights: ${weights}: is empty\n`]);
  });

  it("weights that do not fit: every one of them", async () => {
    const data = await dataFolder();
    const weights = join(folder(), "model.json");
    const stem = { name: "stem_conv/kernel", shape: [2], dtype: "float32" };
    writeFileSync(weights, JSON.stringify({ weightsManifest: [{ paths: ["w.bin"], weights: [stem] }] }));
    writeFileSync(join(folder(), "w.bin"), new Uint8Array(8));
    const argv = ["--data", data, "--weights", weights, "--size", "32", "--out", outFolder()];
    const { code, err } = await command(argv);
    expect(code).toBe(1);
    expect(err).toContain("stem_conv/kernel: expected [3, 3, 3, 32], got [2]\n");
    expect(err).toContain("top_bn/gamma: missing, expected [1280]\n");
    expect(existsSync(outFolder())).toBe(false);
  });

  it("an output folder that is a file", async () => {
    writeFileSync(join(folder(), "file"), "");
    const { code, err } = await command(["--out", join(folder(), "file")]);
    expect([code, err]).toEqual([
      1,
      `melanoma: --out ${folder()}/file cannot be written: ${folder()}/file is a file, not a folder\n`,
    ]);
  });
});
