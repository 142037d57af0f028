import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { command } from "../commands/testCommand.ts";

const folder = mkdtempSync(join(tmpdir(), "ensemble-"));
afterAll(() => rmSync(folder, { recursive: true }));

function table(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const first = table(
  "first.csv",
  "image_name,target,fold,prediction\na,0,1,0.125\nb,1,1,0.25\nc,0,2,0.5\nd,1,2,0.875\n",
);
const second = table("second.csv", 'id,score\nd,0.75\n"c",0.25\nb,0.75\na,0.25\n');
const out = join(folder, "mean.csv");

it("averages tables by name, and measures each and the result", async () => {
  const ended = await command(["ensemble", first, second, "--weights", "3,1", "--out", out]);
  expect([ended.code, ended.err]).toEqual([0, ""]);
  expect(readFileSync(out, "utf8")).toBe("image_name,target\na,0.15625\nb,0.375\nc,0.4375\nd,0.84375\n");
  // of 4 pairs of a malignant and a benign row, the first table orders 3 rightly
  const measured = [...ended.out.matchAll(/^AUC of (.*?) +(\d\.\d{4}) \(95 %: /gm)].map(([, of, auc]) => [
    of,
    auc,
  ]);
  expect(measured).toEqual([
    [first, "0.7500"],
    [second, "1.0000"],
    ["mean of all", "0.7500"],
  ]);

  const labels = table("labels.csv", "image_name,target\na,1\nb,1\nc,0\nd,0\n");
  const flags = ["--average", "rank", "--labels", labels, "--out", out];
  const ranked = await command(["ensemble", first, second, ...flags]);
  // ranks (1 2 3 4) and (1.5 3.5 1.5 3.5), over 4 rows
  expect(readFileSync(out, "utf8")).toBe("image_name,target\na,0.3125\nb,0.6875\nc,0.5625\nd,0.9375\n");
  expect(ranked.out).toContain("AUC of rank of all");
});

it("says which file is not there, or is a folder", async () => {
  const none = join(folder, "none.csv");
  const fails = async (...words: readonly string[]): Promise<string> => {
    const { code, err } = await command(["ensemble", first, ...words, "--out", join(folder, "no.csv")]);
    expect(code).toBe(1);
    return err;
  };
  expect(await fails(none)).toBe(
    `melanoma: expected a CSV file of scores, got ${none}, which does not exist\n`,
  );
  expect(await fails(folder)).toBe(
    `melanoma: expected a CSV file of scores, got ${folder}, which is a folder\n`,
  );
  const { err } = await command(["ensemble", first, second, "--out", folder]);
  expect(err).toBe(`melanoma: --out: expected the name of a file, got the folder ${folder}\n`);
  expect(await fails(second, "--labels", none)).toBe(
    `melanoma: expected a CSV file of classes for --labels, got ${none}, which does not exist\n`,
  );
});

it("writes a CSV to a name with another end, too", async () => {
  const other = join(folder, "mean.txt");
  expect((await command(["ensemble", first, second, "--out", other])).code).toBe(0);
  expect(readFileSync(other, "utf8")).toMatch(/^image_name,target\n/);
});

it("reads what a run and predict write", async () => {
  const predictions = table("predictions.csv", "id,label,score\na,benign,0.25\nb,malignant,0.5\n");
  const predicted = table(
    "predicted.csv",
    "id,benign,malignant,predicted\nb,0.25,0.75,malignant\na,0.5,0.5,benign\n",
  );
  const ended = await command(["ensemble", predictions, predicted, "--out", out]);
  expect([ended.code, ended.err]).toEqual([0, ""]);
  expect(ended.out).toMatch(/^AUC of mean of all +1\.0000/m);
  expect(readFileSync(out, "utf8")).toBe("image_name,target\na,0.375\nb,0.625\n");
});

it.each([
  [
    "id,label,score\na,x,1\nb,y,1\nc,z,1\n",
    [],
    "label must be 0 and 1, or the names of 2 classes, got 3: x, y, z",
    "",
  ],
  ["id,score\na,1,2\n", [], "other.csv, line 2: expected 2 values, got 3", ""],
  ["image_name,target\na,1\nb,1\nx,1\n", [], "must have the rows of", "it lacks c, d; only it has x"],
  ["image_name\na\n", [], "expected a column of scores (prediction, pred,", "got image_name"],
  ["id,score\na,0.5\na,0.5\n", [], "has a more than once", ""],
  ["id,score\na,high\n", [], 'row 1: score must be a number, got "high"', ""],
  ["id,score\n", [], "has no row below its first line", ""],
  [
    "id,score\na,1\nb,1\nc,1\nd,1\n",
    ["--weights", "1"],
    "--weights must be one number per file, 2, got 1",
    "",
  ],
])("refuses %j", async (text, flags, sentence, more) => {
  const other = table("other.csv", text);
  const { code, err } = await command(["ensemble", first, other, ...flags, "--out", join(folder, "no.csv")]);
  expect([code, err]).toEqual([1, expect.stringContaining(sentence)]);
  expect(err).toContain(more);
});
