import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../../packages/core/fixtures/memoryStorage.ts";
import { command, temporaryFolder } from "./testCommand.ts";

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

it("says what is not there, and draws no sample into a bucket", async () => {
  expect((await command(["train", "--data", "moles://isic/none", "--out", home()])).err).toContain(
    "--data: there is no file or folder moles://isic/none",
  );
  expect((await command(["train", "--out", "moles://isic/run"])).err).toContain("needs --data");
});
