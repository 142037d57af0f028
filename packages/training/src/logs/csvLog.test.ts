import { sequential } from "@tensorflow/tfjs-layers";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { csvLog } from "./csvLog.ts";

let folder = "";
let path = "";
let now = 0;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "csv-"));
  path = join(folder, "log.csv");
  now = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const clock = () => now;
const lines = () => readFileSync(path, "utf8").split("\n");

function runOf(more: Partial<TrainingRun> = {}): TrainingRun {
  return {
    model: sequential(),
    epochs: 5,
    stepsPerEpoch: 10,
    loggedMetrics: [
      { name: "loss", mode: "min" },
      { name: "auc", mode: "max" },
    ],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
    ...more,
  };
}

/** Runs epochs that take 1.5 seconds each. */
async function play(callback: Callback, epochs: readonly number[], run = runOf()): Promise<void> {
  await callback.onBegin?.(run);
  for (const epoch of epochs) {
    now += 1500;
    await callback.onEpochEnd?.({ epoch, steps: 10 * (epoch + 1), logs: { auc: 0.5, loss: 1 / 8 } }, run);
  }
}

describe("csvLog", () => {
  it("writes a header and a row for each epoch, with columns in the order of the run", async () => {
    await play(csvLog(path, { clock }), [0, 1]);
    expect(lines()).toEqual(["epoch,steps,seconds,loss,auc", "0,10,1.5,0.125,0.5", "1,20,3,0.125,0.5", ""]);
  });

  it("creates the folder, and has the header before the first epoch ends", async () => {
    path = join(folder, "deep", "log.csv");
    await csvLog(path).onBegin?.(runOf());
    expect(lines()).toEqual(["epoch,steps,seconds,loss,auc", ""]);
  });

  it("quotes names, and writes numbers that are not finite", async () => {
    const run = runOf({ loggedMetrics: [{ name: 'recall, "rare"', mode: "max" }] });
    const callback = csvLog(path, { clock });
    await callback.onBegin?.(run);
    await callback.onEpochEnd?.({ epoch: 0, steps: 1, logs: { 'recall, "rare"': NaN } }, run);
    expect(lines()).toEqual(['epoch,steps,seconds,"recall, ""rare"""', "0,1,0,NaN", ""]);
  });

  it("separates columns by another character", async () => {
    await play(csvLog(path, { clock, separator: ";" }), [0]);
    expect(lines()).toEqual(["epoch;steps;seconds;loss;auc", "0;10;1.5;0.125;0.5", ""]);
  });

  it("replaces the log of an earlier run, also one with other columns", async () => {
    await play(csvLog(path), [0, 1], runOf({ loggedMetrics: [] }));
    await play(csvLog(path, { clock }), [0]);
    expect(lines()).toHaveLength(3);
  });

  it("appends to the log of an earlier run", async () => {
    await play(csvLog(path, { clock }), [0]);
    await play(csvLog(path, { clock, append: true }), [0]);
    expect(lines()).toEqual(["epoch,steps,seconds,loss,auc", "0,10,1.5,0.125,0.5", "0,10,1.5,0.125,0.5", ""]);
  });
});

describe("the log of a resumed run", () => {
  const resumed = runOf({ resumedAt: { epoch: 1, step: 4, steps: 14 } });

  it("keeps the rows up to the checkpoint, and continues to count the seconds", async () => {
    await play(csvLog(path, { clock }), [0]); // an earlier run in the same file
    const first = csvLog(path, { clock, append: true });
    await play(first, [0]);
    const state = structuredClone(first.state?.() ?? {});
    await first.onEpochEnd?.({ epoch: 1, steps: 20, logs: { loss: 9, auc: 9 } }, runOf());
    const second = csvLog(path, { clock, append: true });
    second.restore?.(state);
    now = 100_000; // another process
    await play(second, [1], resumed);
    expect(lines().slice(1)).toEqual(["0,10,1.5,0.125,0.5", "0,10,1.5,0.125,0.5", "1,20,3,0.125,0.5", ""]);
  });

  it("keeps the rows of finished epochs if there was no log at the checkpoint", async () => {
    await play(csvLog(path, { clock }), [0, 1, 2]);
    writeFileSync(path, `${readFileSync(path, "utf8")}3,40,`); // cut off
    await play(csvLog(path), [], resumed);
    expect(lines()).toEqual(["epoch,steps,seconds,loss,auc", "0,10,1.5,0.125,0.5", ""]);
  });

  it("begins if the file is missing", async () => {
    await play(csvLog(path, { clock }), [1], resumed);
    expect(lines()).toEqual(["epoch,steps,seconds,loss,auc", "1,20,1.5,0.125,0.5", ""]);
  });
});

describe("csvLog never changes", () => {
  it("a file that is not its log", async () => {
    writeFileSync(path, "image,label\ncat.jpg,1\n");
    await expect(play(csvLog(path), [])).rejects.toThrow(
      `csvLog: ${path} is not a log of csvLog, and stays as it is: its first line is "image,label"`,
    );
    expect(lines()).toEqual(["image,label", "cat.jpg,1", ""]);
  });

  it.each([{ append: true }, { resumedAt: { epoch: 1, step: 0, steps: 10 } }])(
    "a log with other columns: %j",
    async ({ append, resumedAt }) => {
      await play(csvLog(path, { clock }), [0]);
      const before = lines();
      const run = runOf({ loggedMetrics: [{ name: "loss", mode: "min" }], resumedAt });
      await expect(play(csvLog(path, { append }), [1], run)).rejects.toThrow(
        `csvLog: ${path} has other columns, and stays as it is: expected epoch,steps,seconds,loss, got epoch,steps,seconds,loss,auc`,
      );
      expect(lines()).toEqual(before);
    },
  );
});

describe("csvLog rejects", () => {
  it.each(["", ",,", '"', "\n", "e", "1", "."])("the separator %j", (separator) => {
    expect(() => csvLog(path, { separator })).toThrow(
      `csvLog: separator must be one character such as ";", got ${JSON.stringify(separator)}`,
    );
  });

  it("a path that is a folder", async () => {
    mkdirSync(path);
    await expect(play(csvLog(path), [])).rejects.toThrow(`cannot write ${path}`);
  });

  it("what is no path", () => {
    expect(() => csvLog("")).toThrow("csvLog: path must be a path");
  });
});
