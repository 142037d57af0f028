import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { command, interruptAt, temporaryFolder } from "../commands/testCommand.ts";

/** Two shards for two folds. */
const TWO = { trainFiles: 2, testFiles: 1, images: 6, malignant: 2, pixels: 40 };

const folder = temporaryFolder();

const SMALL = [
  "--model",
  "B0",
  "--size",
  "32",
  "--epochs",
  "1",
  "--batch",
  "4",
  "--folds",
  "2",
  "--tta",
  "1",
];

function rowsOf(path: string): string[][] {
  const lines = readFileSync(path, "utf8").trim().split("\n");
  return lines.map((line) => line.split(","));
}

it("continues folds after an interrupt, and averages configurations by rank", async () => {
  const out = join(folder(), "out");
  const argv = ["train", "--recipe", "winner", ...SMALL.slice(4), "--backend", "wasm", "--out", out];
  const run = [...argv, "--ensemble", "4c_meta_b0_32,2c_b0_32"];
  const stopped = await interruptAt("fold 2 of 2", run, TWO);
  expect(stopped.code).toBe(130);

  const { code, err, out: text } = await command([...run, "--resume"], undefined, TWO);
  expect([code, err]).toEqual([0, ""]);
  expect(text).toContain(
    "4c_meta_b0_32\nfold 1 of 2: finished by an earlier run\nfold 2 of 2: 6 train, 6 validate\n",
  );
  expect(text.match(/^AUC, out of fold +\d\.\d{4} \(95 %: /gm)).toHaveLength(3);

  const [header, ...rows] = rowsOf(join(out, "out-of-fold.csv"));
  expect(header).toEqual(["image_name", "target", "fold", "external", "prediction"]);
  expect(rows).toHaveLength(12);
  // Ranks of 12 rows, in halves if some are equal, averaged over two configurations.
  const scores = rows.map((row) => Number(row[4]) * 48);
  for (const score of scores) expect(score).toBeCloseTo(Math.round(score), 4);
  const submission = rowsOf(join(out, "submission.csv"));
  expect(submission.slice(1).map(([name]) => name)).toEqual(
    submission
      .slice(1)
      .map(([name]) => name)
      .sort(),
  );
  expect(readdirSync(join(out, "2c_b0_32", "fold-2")).sort()).toEqual([
    "fold.json",
    "metrics.jsonl",
    "model.h5",
  ]);

  const other = await command([...run, "--resume", "--seed", "7"], undefined, TWO);
  expect([other.code, other.err]).toEqual([
    1,
    expect.stringMatching(/fold\.json is of a run with other flags; .*:\n {2}--seed is 7, was not used\n$/),
  ]);
});

it("divides pictures by patient, and measures with and without external data", async () => {
  const [data, more] = ["data", "more"].map((name) => join(folder(), name));
  for (const [path, seed] of [
    [data, "1"],
    [more, "2"],
  ])
    expect(
      (await command(["sample", "--out", path, "--seed", seed], undefined, { ...TWO, images: 9 })).code,
    ).toBe(0);
  const out = join(folder(), "out");
  const flags = ["--weights", "none", "--train", "head", "--external", more, "--out", out];
  const { code, err, out: text } = await command(["folds", "--data", data, ...SMALL, ...flags]);
  expect([code, err]).toEqual([0, ""]);
  expect(text).toContain("36 pictures, 18 of them external, 8 malignant; 9 to predict\n");
  expect(text).toContain("2 folds by patient_id\n");
  expect(text).toMatch(/\nAUC, out of fold +\d.*\nwithout external +\d/);
  const rows = rowsOf(join(out, "out-of-fold.csv")).slice(1);
  expect(rows.filter((row) => row[3] === "1")).toHaveLength(18);
  expect(new Set(rows.map((row) => row[2]))).toEqual(new Set(["1", "2"]));
});

it.each([
  [["train", "--recipe", "folds", "--keep", "last"], "--keep is part of the recipe folds"],
  [["train", "--recipe", "notebook", "--folds", "2"], "--folds is for --recipe folds and winner"],
  [["train", "--external", "more"], "--external needs --recipe folds or winner"],
  [["train", "--recipe", "winner", "--size", "32", "--ensemble", "2c_b0_32"], "leave --size out"],
  [["folds", "--classes", "3"], '--classes must be one of 2, 4, 9, got "3"'],
  [["folds", "--recipe", "notebook"], "--recipe of folds must be folds or winner, got notebook"],
])("refuses %j", async (argv, sentence) => {
  const { code, err } = await command([...argv, "--out", join(folder(), "out")]);
  expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
});

it("names --external if its data are not there", async () => {
  const data = join(folder(), "data");
  await command(["sample", "--out", data], undefined, TWO);
  const none = join(folder(), "none");
  const argv = ["folds", "--data", data, "--external", none, ...SMALL, "--out", join(folder(), "out")];
  expect((await command(argv)).err).toBe(`melanoma: --external: there is no file or folder ${none}\n`);
});

it("refuses data of another form than a recipe reads", async () => {
  const { code, err } = await command(["train", "--recipe", "folds", "--data", folder()]);
  expect([code, err]).toEqual([
    1,
    `melanoma: ${folder()} holds no train*.tfrec file, which --recipe folds reads; ` +
      "for a folder of classes or a table, leave --recipe out, or use the command folds\n",
  ]);
});
