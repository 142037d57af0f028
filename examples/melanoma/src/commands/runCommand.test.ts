import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { lockFolder } from "@tensorloom/core/internal/node";
import { describe, expect, it } from "vitest";
import type { SampleSize } from "../sample/planSample.ts";
import { command, temporaryFolder, TINY } from "./testCommand.ts";

/** Just enough for one step of the whole network. */
const TINIEST: SampleSize = { trainFiles: 2, testFiles: 1, images: 4, malignant: 1, pixels: 40 };

const folder = temporaryFolder();
const outFolder = (): string => join(folder(), "out");

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
      expect(out).toMatch(/^engine {6}tfjs wasm: .*too small/m);
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
    expect([code, err]).toEqual([130, expect.stringContaining("melanoma: interrupted")]);
  });
});
