import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { probeJpeg } from "@tensorloom/image";
import { decodeExample } from "@tensorloom/tfrecord";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { writeSample } from "./writeSample.ts";

const size = { trainFiles: 2, testFiles: 1, images: 5, malignant: 1, pixels: 24 };

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-sample-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a sample", () => {
  it("has the competition's files and features", async () => {
    const data = join(folder, "data");
    const truth = await writeSample(data, { seed: 1, size });
    expect(readdirSync(data)).toEqual([
      "sample_submission.csv",
      "test00-5.tfrec",
      "train00-5.tfrec",
      "train01-5.tfrec",
    ]);
    const kinds: string[] = [];
    let malignant = 0n;
    for await (const record of readRecordFile(join(data, "train00-5.tfrec"))) {
      const example = decodeExample(record);
      kinds.push([...example].map(([key, { kind }]) => `${key} ${kind}`).join(", "));
      const image = example.get("image")?.values[0] as Uint8Array; // bytes: the line above is checked below
      expect(probeJpeg(image)).toMatchObject({ height: 24, width: 24, channels: 3 });
      malignant += example.get("target")?.values[0] as bigint;
    }
    expect(new Set(kinds)).toEqual(
      new Set([
        "image bytes, image_name bytes, patient_id int64, sex int64, age_approx int64, anatom_site_general_challenge int64, diagnosis int64, target int64",
      ]),
    );
    expect([kinds.length, malignant]).toEqual([5, 1n]);
    const rows = readFileSync(join(data, "sample_submission.csv"), "utf8").trim().split("\n");
    expect(rows).toEqual(["image_name,target", ...[...truth.keys()].map((name) => `${name},0`)]);
    expect([...truth.values()].sort()).toEqual([0, 0, 0, 0, 1]);
  });

  it("depends on the seed alone, byte for byte", async () => {
    const drawn = async (seed: number): Promise<string> => {
      await writeSample(join(folder, "data"), { seed, size });
      return readFileSync(join(folder, "data", "train01-5.tfrec")).toString("latin1");
    };
    const first = await drawn(1);
    expect(await drawn(1)).toBe(first);
    expect(await drawn(2)).not.toBe(first);
  });

  it("replaces an earlier one when it is complete, and keeps it after an interrupt", async () => {
    const data = join(folder, "data");
    mkdirSync(data);
    writeFileSync(join(data, "train09-7.tfrec"), "");
    const interrupted = new AbortController();
    const drawing = writeSample(data, {
      seed: 1,
      size,
      signal: interrupted.signal,
      onImage: (drawn) => drawn === 7 && interrupted.abort(new Error("stop")),
    });
    await expect(drawing).rejects.toThrow("stop");
    expect([readdirSync(folder), readdirSync(data)]).toEqual([["data"], ["train09-7.tfrec"]]);
    await writeSample(data, { seed: 1, size });
    expect(readdirSync(data)).not.toContain("train09-7.tfrec");
  });
});
