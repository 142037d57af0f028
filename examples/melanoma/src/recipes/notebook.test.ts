import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { command } from "../commands/testCommand.ts";

const python = process.env["TENSORLOOM_PYTHON"];

const folder = mkdtempSync(join(tmpdir(), "notebook-"));
afterAll(() => rmSync(folder, { recursive: true }));

let text = "";
beforeAll(async () => {
  const size = { trainFiles: 2, testFiles: 1, images: 8, malignant: 3, pixels: 40 };
  const small = ["--model", "B0", "--size", "32", "--batch", "4", "--train", "head", "--out", folder];
  const ended = await command(["train", "--recipe", "notebook", ...small], undefined, size);
  expect([ended.code, ended.err]).toEqual([0, ""]);
  text = ended.out;
});

it("prints what the notebook's cells print, and writes its files", () => {
  expect(text).toMatch(
    /^Number of Training Images = 8\nNumber of Validation Images = 8\nNumber of Test Images = 8\n/m,
  );
  expect(text).toContain('Model: "sequential"\n┏━━━━');
  expect(text).toContain("│ dense_1 (Dense)                 │ (None, 1)              │           513 │\n");
  expect(text).toContain("\nEpoch 1: LearningRateScheduler setting learning rate to 1e-05.\n");
  expect(text).toMatch(/^epoch 1\/1 {2}loss .* lr 1\.00e-5/m);
  expect(readdirSync(folder).sort()).toEqual(["metrics.jsonl", "model.h5", "sample", "submission.csv"]);
  const order = (path: string): string[] =>
    readFileSync(path, "utf8")
      .trim()
      .split("\n")
      .map((line) => line.split(",")[0]);
  const sample = join(folder, "sample", "sample_submission.csv");
  const submission = join(folder, "submission.csv");
  expect(order(submission)).toEqual(order(sample));
  const scores = readFileSync(submission, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => Number(line.split(",")[1]));
  expect(Math.max(...scores) - Math.min(...scores)).toBeGreaterThan(0.001); // images differ
});

it.skipIf(python === undefined)(
  "writes a model that Keras loads, with the same summary and predictions",
  { timeout: 120_000 },
  () => {
    const script = join(import.meta.dirname, "../../fixtures/predict.py");
    const paths = [join(folder, "model.h5"), join(folder, "sample"), join(folder, "submission.csv")];
    const shown = execFileSync(python ?? "", [script, ...paths], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const [, count, difference] = /^(\d+) images, largest difference (.*)$/m.exec(shown) ?? [];
    expect(Number(count)).toBe(8);
    expect(Number(difference)).toBeLessThan(1e-4);
    const summary = text.slice(text.indexOf("Model: "), text.indexOf("\n\nEpoch 1"));
    expect(shown).toContain(summary);
  },
);
