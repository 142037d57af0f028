import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syntheticRun } from "../../fixtures/syntheticRun.ts";
import { readRun } from "./readRun.ts";
import { RunFolderError } from "./runFolderError.ts";
import { writeRun } from "./writeRun.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): void {
  writeFileSync(join(folder, name), text);
}

async function problems(): Promise<readonly string[]> {
  const error: unknown = await readRun(folder).catch((reason: unknown) => reason);
  return error instanceof RunFolderError ? error.problems : [];
}

describe("a run", () => {
  it.each([2, 3])("reads back as it was written: %i classes", async (classes) => {
    const run = syntheticRun({ classes, rows: 40, pictures: 1 });
    await writeRun(folder, run);
    const { predictions, pictures, ...rest } = await readRun(folder);
    const { predictions: written, pictures: shown = [], ...others } = run;
    expect(rest).toEqual(others);
    expect(predictions).toEqual(written);
    expect(pictures?.map(({ id, role, overlay }) => [id, role, overlay === undefined])).toEqual(
      shown.map(({ id, role, overlay }) => [id, role, overlay === undefined]),
    );
    expect(Buffer.compare(pictures?.[0].image ?? new Uint8Array(), shown[0].image)).toBe(0);
  });

  it("keeps texts with commas, quotes and line breaks", async () => {
    const ids = ['a,"b"', "c\nd"];
    await writeRun(folder, {
      name: "odd",
      predictions: {
        ids,
        labels: [0, 1],
        scores: [1 / 3, 1e-9],
        groups: { "a, b": ids, label: ids, group_x: ids },
      },
    });
    expect((await readRun(folder)).predictions).toEqual({
      ids,
      labels: [0, 1],
      scores: Float64Array.of(1 / 3, 1e-9),
      groups: { "a, b": ids, label: ids, group_x: ids },
    });
  });

  it("keeps what a later run in its folder lacks", async () => {
    write("metrics.jsonl", '{"epoch":0,"loss":0.5}\n');
    await writeRun(folder, { name: "B0", settings: { size: 256 } });
    await writeRun(folder, { name: "B0", threshold: Infinity });
    expect(await readRun(folder)).toEqual({
      name: "B0",
      settings: { size: 256 },
      threshold: Infinity,
      epochs: [{ epoch: 0, loss: 0.5 }],
    });
  });

  it("reads back without rows, too", async () => {
    const scores = { data: new Float64Array(0), shape: [0, 3] };
    const run = {
      name: "none",
      classes: ["a", "b", "c"],
      predictions: { ids: [], labels: [], scores, groups: {} },
    };
    await writeRun(folder, run);
    expect(await readRun(folder)).toEqual(run);
  });

  it.each(["{", '{"format":"another"}', '{"format":"tensorloom-run","version":2}'])(
    "does not overwrite a run.json that it cannot read: %s",
    async (text) => {
      write("run.json", text);
      await expect(writeRun(folder, { name: "B0", epochs: [] })).rejects.toThrow(RunFolderError);
      expect(readdirSync(folder)).toEqual(["run.json"]);
      expect(readFileSync(join(folder, "run.json"), "utf8")).toBe(text);
    },
  );

  it("is refused before a file is written if it is not valid", async () => {
    await expect(writeRun(folder, { name: "B0", threshold: NaN })).rejects.toThrow(
      "writeRun: run: threshold",
    );
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe("files of other programs", () => {
  it("a log of csvLog with another separator, and NaN", async () => {
    write("metrics.csv", "epoch;steps;seconds;loss;stage\n0;1;0.5;NaN;head\n1;2;1;0.25;all\n");
    expect((await readRun(folder)).epochs).toEqual([
      { epoch: 0, steps: 1, seconds: 0.5, loss: null, stage: "head" },
      { epoch: 1, steps: 2, seconds: 1, loss: 0.25, stage: "all" },
    ]);
  });

  it("a log whose last line was cut off", async () => {
    write("metrics.jsonl", '{"epoch":0,"loss":0.5}\n{"epoch":1,"lo');
    expect((await readRun(folder)).epochs).toEqual([{ epoch: 0, loss: 0.5 }]);
  });

  it("a log of csvLog whose last line was cut off", async () => {
    write("metrics.csv", "epoch,steps,loss\n0,1,0.5\n1,2");
    expect((await readRun(folder)).epochs).toEqual([{ epoch: 0, steps: 1, loss: 0.5 }]);
    write("metrics.csv", "epoch,steps,loss\n0,1\n1,2,0.5");
    expect(await problems()).toEqual(["metrics.csv, line 2: it must have 3 cells, got 2"]);
  });

  it.each([
    ["csv", "image,label,score_cat,score_dog,score_emu,site\nx,dog,0.2,0.7,0.1,A\n", ["cat", "dog", "emu"]],
    ["csv", "id,output_0,output_1,output_2,site,label\nx,0.2,0.7,0.1,A,1\n", ["0", "1", "2"]],
    ["jsonl", '{"id":"x","label":1,"outputs":[0.2,0.7,0.1],"site":"A"}\n', ["0", "1", "2"]],
  ])("predictions as %s: %#", async (extension, text, classes) => {
    write(`predictions.${extension}`, text);
    const { predictions, classes: found } = await readRun(folder);
    expect(found).toEqual(classes);
    expect(predictions).toEqual({
      ids: ["x"],
      labels: [1],
      scores: { data: Float64Array.of(0.2, 0.7, 0.1), shape: [1, 3] },
      groups: { site: ["A"] },
    });
  });
});

describe("a folder without a run", () => {
  it("is reported with all that is wrong", async () => {
    write("metrics.jsonl", "[]\n{}\n");
    write("predictions.csv", "id,label,score\na,2,0.5\nb,1,high\n");
    write(
      "run.json",
      '{"format":"tensorloom-run","version":1,"pictures":[{"image":"../x.jpg"},{"image":"y.jpg"}]}',
    );
    expect(await problems()).toEqual([
      'metrics.jsonl, line 1: it must be a JSON object, got "[]"',
      'predictions.csv, line 2: label must be one of 0, 1, or its index, got "2"',
      'predictions.csv, line 3: score must be a finite number, got "high"',
      'run.json: the path of a picture must lead into the folder, got "../x.jpg"',
      "y.jpg: the file is missing",
    ]);
  });

  it.each([
    ["run.json", '{"format":"tensorloom-run","version":2}', "run.json: format must be"],
    ["run.json", "{", "run.json: "],
    ["run.json", '{"format":"tensorloom-run","version":1,"name":3}', "run.json: name must be"],
    ["predictions.csv", "id,score\na,0.5\n", "predictions.csv: it must have the column label"],
    ["predictions.csv", "id,label\na,1\n", "predictions.csv: it must have a column score for two classes"],
    ["predictions.csv", "id,label,score\na,1\n", "predictions.csv, line 2: it must have 3 cells, got 2"],
    [
      "predictions.csv",
      "id,label,score,score\na,1,0.5,1\n",
      "predictions.csv, line 1: it has the column score twice",
    ],
    ["other.txt", "", "it has none of run.json, metrics.jsonl, metrics.csv"],
  ])("%s: %#", async (name, text, problem) => {
    write(name, text);
    expect(await problems()).toEqual([expect.stringContaining(problem)]);
    expect(readFileSync(join(folder, name), "utf8")).toBe(text);
  });

  it("does not exist", async () => {
    await expect(readRun(join(folder, "nowhere"))).rejects.toThrow(
      "nowhere cannot be read as a run\n  there is no such folder",
    );
    write("run.json", "{}");
    await expect(readRun(join(folder, "run.json"))).rejects.toThrow("\n  expected a folder, got a file");
  });
});
