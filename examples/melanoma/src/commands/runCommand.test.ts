import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "@tensorloom/core/internal/node";
import { describe, expect, it } from "vitest";
import type { SampleSize } from "../sample/planSample.ts";
import { command, temporaryFolder } from "./testCommand.ts";

/** Just enough for one step of the whole network. */
const TINIEST: SampleSize = { trainFiles: 2, testFiles: 1, images: 4, malignant: 1, pixels: 40 };

const folder = temporaryFolder();
const outFolder = (): string => join(folder(), "out");

function linesOf(name: string): readonly string[] {
  return readFileSync(join(outFolder(), name), "utf8").trim().split("\n");
}

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
      "--engine",
      "--seed",
      "--out",
    ])
      expect(out).toContain(flag);
  });

  it("draws a sample, trains every layer on wasm, and writes model, metrics and submission", async () => {
    const flags = ["--train", "all", "--backend", "wasm", "--size", "32", "--batch", "4", "--epochs", "1"];
    const { code, out, err } = await command([...flags, "--out", outFolder()], undefined, TINIEST);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toMatch(/^engine {6}tfjs wasm: .*too small/m);
    expect(out).toMatch(/^validation ROC AUC +\d\.\d{4} \(95 % interval/m);
    expect(readdirSync(outFolder()).sort()).toEqual([
      ...["classifier", "metrics.jsonl", "model", "pictures", "predictions.csv", "report.html"],
      ...["run.json", "sample", "submission.csv"],
    ]);
    expect(linesOf("metrics.jsonl")).toHaveLength(1);
    const [header, ...rows] = linesOf("submission.csv");
    const sample = linesOf("sample/sample_submission.csv");
    expect(header).toBe("image_name,target");
    expect(rows.map((row) => row.split(",")[0])).toEqual(sample.slice(1).map((row) => row.split(",")[0]));
    for (const row of rows) expect(Number(row.split(",")[1])).toBeGreaterThan(0);
  });

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
    expect([code, err]).toEqual([130, expect.stringContaining("melanoma: interrupted")]);
  });
});
