import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../../packages/core/fixtures/memoryStorage.ts";
import { command, interruptAt, temporaryFolder, TINY } from "./testCommand.ts";

const home = temporaryFolder();
let storage: MemoryStorage;
beforeAll(() => {
  storage = memoryStorage("moles");
});
afterAll(() => {
  storage.restore();
});

const FAST = "--size 32 --weights none --epochs 1 --views 1 --backend wasm".split(" ");

it("trains on records of a bucket, and writes the whole run to a bucket", async () => {
  const folder = join(home(), "sample");
  expect((await command(["sample", "--out", folder])).code).toBe(0);
  for (const name of readdirSync(folder))
    storage.objects.set(`moles://isic/data/${name}`, new Uint8Array(readFileSync(join(folder, name))));
  const run = ["--data", "moles://isic/data", "--out", "moles://isic/run", ...FAST];
  const { code, err } = await command(["train", ...run]);
  expect([code, err]).toEqual([0, expect.not.stringContaining("melanoma:")]);
  const names = [...storage.objects.keys()]
    .filter((name) => name.startsWith("moles://isic/run/"))
    .map((name) => name.slice("moles://isic/run/".length).split("/")[0]);
  expect([...new Set(names)].sort()).toEqual([
    "classifier",
    "metrics.jsonl",
    "model",
    "pictures",
    "predictions.csv",
    "report.html",
    "run.json",
    "submission.csv",
  ]);
});

it("evaluates the run, predicts without labels, and writes its report again", async () => {
  const run = "moles://isic/run";
  const compute = ["--backend", "wasm"];
  const measured = await command(["evaluate", run, "--data", "moles://isic/data", ...compute]);
  expect([measured.code, measured.out]).toEqual([0, expect.stringContaining("AUC")]);
  storage.objects.set("moles://isic/new/deep/a.png", storage.objects.get(pictureOfRun())!);
  storage.objects.set("moles://isic/new/b.png", storage.objects.get(pictureOfRun())!);
  const out = "moles://isic/scores.csv";
  const predict = (words: readonly string[]): ReturnType<typeof command> =>
    command(["predict", run, ...words, "--out", out, ...compute]);
  const ids = (): readonly string[] =>
    new TextDecoder()
      .decode(storage.objects.get(out))
      .split("\n")
      .map((line) => line.split(",")[0]);
  const below = await predict(["--data", "moles://isic/new"]);
  expect([below.code, below.err]).toEqual([0, expect.not.stringContaining("melanoma:")]);
  expect(ids().slice(1, 3)).toEqual(["a", "b"]);
  expect((await predict(["moles://isic/new/b.png"])).code).toBe(0);
  expect(ids()[1]).toBe("b");
  expect((await predict(["moles://isic/none.png"])).err).toContain(
    "moles://isic/none.png, which does not exist",
  );
  storage.objects.delete(`${run}/report.html`);
  const report = await command(["report", run]);
  expect([report.code, report.out]).toEqual([0, `${run}/report.html\n`]);
  expect(storage.objects.get(`${run}/report.html`)?.length).toBeGreaterThan(1000);
});

/** A picture that the report of the run shows. */
function pictureOfRun(): string {
  const found = [...storage.objects.keys()].find((name) => /\/run\/pictures\/.*\.(png|jpe?g)$/.test(name));
  return found ?? "moles://isic/none";
}

it("says what is not there", async () => {
  expect((await command(["train", "--data", "moles://isic/none", "--out", home()])).err).toContain(
    "--data: there is no file or folder moles://isic/none",
  );
  const missing = await command(["train", "--weights", "moles://isic/none", "--out", home()]);
  expect(missing.err).toContain("--weights: there is no file or folder moles://isic/none");
});

/** The names of the objects below an address. */
function namesBelow(folder: string): readonly string[] {
  const all = [...storage.objects.keys()].filter((name) => name.startsWith(`${folder}/`));
  return all.map((name) => name.slice(folder.length + 1)).sort();
}

it("draws samples into a new folder of a bucket, whole or not at all", async () => {
  const folder = "moles://isic/drawn[1]";
  storage.onRequest = (request) => {
    if (request.startsWith("commit") && request.includes("train02")) throw new Error("no space");
  };
  const failed = await command(["sample", "--out", folder]);
  expect([failed.code, failed.err]).toEqual([1, expect.stringContaining("no space")]);
  storage.onRequest = () => undefined;
  expect(namesBelow(folder)).toEqual([]);

  expect((await command(["sample", "--out", folder])).code).toBe(0);
  expect(namesBelow(folder)).toEqual([
    "sample_submission.csv",
    "test00-8.tfrec",
    ...[0, 1, 2, 3].map((i) => `train0${String(i)}-8.tfrec`),
  ]);
  const again = await command(["sample", "--out", folder]);
  expect(again.err).toContain(`${folder} holds sample_submission.csv, test00-8.tfrec, train00-8.tfrec`);

  const classes = "moles://isic/classes";
  expect((await command(["sample", "--out", classes, "--as", "folder"])).code).toBe(0);
  expect(namesBelow(classes)).toHaveLength(32);
  expect(namesBelow(classes)[0]).toMatch(/^benign\/patient-\d+\/ISIC_\d+\.jpg$/);
});

it("continues folds of a bucket after an interrupt", async () => {
  const out = "moles://isic/folds[1]";
  storage.objects.set(`${out}/fold-7/model.h5`, new Uint8Array(1)); // of an earlier run
  storage.objects.set(`${out}/notes.txt`, new Uint8Array(1));
  const small = "--model B0 --size 32 --epochs 1 --batch 4 --folds 2 --tta 1 --weights none --train head";
  const argv = ["folds", "--data", "moles://isic/drawn[1]", "--out", out, ...small.split(" ")];
  expect((await interruptAt("fold 2 of 2", argv, TINY)).code).toBe(130);
  expect(namesBelow(out)).toEqual([
    "fold-1/fold.json",
    "fold-1/metrics.jsonl",
    "fold-1/model.h5",
    "notes.txt",
  ]);
  const { code, err, out: text } = await command([...argv, "--resume"]);
  expect([code, err]).toEqual([0, ""]);
  expect(text).toContain("fold 1 of 2: finished by an earlier run\nfold 2 of 2: ");
  expect(namesBelow(out)).toEqual([
    ...[1, 2].flatMap((fold) =>
      ["fold.json", "metrics.jsonl", "model.h5"].map((name) => `fold-${String(fold)}/${name}`),
    ),
    ...["folds.json", "notes.txt", "out-of-fold.csv", "submission.csv"],
  ]);
  const other = await command([...argv, "--resume", "--seed", "7"]);
  expect(other.err).toContain("--seed is 7, was not used");
});
