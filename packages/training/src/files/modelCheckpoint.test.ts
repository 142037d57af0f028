import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { loadModel } from "./loadModel.ts";
import { modelCheckpoint } from "./modelCheckpoint.ts";
import { removeModel } from "./removeModel.ts";
import { saveModel } from "./saveModel.ts";

let folder = "";
beforeAll(async () => {
  await useBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "checkpoint-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const net = (): LayersModel =>
  sequential({ layers: [layers.dense({ units: 1, inputShape: [1], useBias: false })] });
const saved = () => readdirSync(folder).sort();
const at = (name: string) => join(folder, name);

function runOf(more: Partial<TrainingRun> = {}): TrainingRun {
  return {
    model: net(),
    epochs: 10,
    stepsPerEpoch: 2,
    loggedMetrics: [
      { name: "loss", mode: "min" },
      { name: "val_loss", mode: "min" },
      { name: "val_auc", mode: "max" },
    ],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
    ...more,
  };
}

/** Runs epochs of two steps; each ends with one value of all metrics. The model's weight is the number of steps. */
async function play(callback: Callback, values: readonly number[], run = runOf(), first = 0): Promise<void> {
  await callback.onBegin?.(run);
  let steps = 2 * first;
  for (const [index, value] of values.entries()) {
    const epoch = first + index;
    for (const step of [0, 1]) {
      steps++;
      run.model.setWeights([tensor([[steps]])]);
      await callback.onStepEnd?.(
        { epoch, step, loss: value, meanLoss: value, rows: 1, learningRate: 0.5 },
        run,
      );
    }
    await callback.onEpochEnd?.(
      { epoch, steps, logs: { loss: value, val_loss: value, val_auc: value } },
      run,
    );
  }
}

describe("modelCheckpoint with a template", () => {
  it("names checkpoints by the epoch from 0, the steps and the metrics", async () => {
    await play(modelCheckpoint(at("{epoch:03d}-{steps}-{val_auc:.2f}"), { bestOnly: false }), [0.5, 0.75]);
    expect(saved()).toEqual(["000-2-0.50", "001-4-0.75"]);
    expect((await loadModel(at("001-4-0.75"))).getWeights()[0].dataSync()[0]).toBe(4);
  });

  it("creates the folders of its paths", async () => {
    await play(modelCheckpoint(at("deep/{epoch}/model")), [1]);
    expect(readdirSync(at("deep/0"))).toEqual(["model"]);
  });

  it("replaces a checkpoint with the same path", async () => {
    await play(modelCheckpoint(at("{val_auc:.0f}"), { bestOnly: false }), [0.9, 1.1, 3]);
    expect(saved()).toEqual(["1", "3"]);
    expect((await loadModel(at("1"))).getUserDefinedMetadata()).toMatchObject({ epoch: 1 });
  });

  it("rejects an unknown name before the first step", async () => {
    await expect(play(modelCheckpoint(at("{val_acc}")), [1])).rejects.toThrow(
      "modelCheckpoint: path: {val_acc} must be one of epoch, steps, loss, val_loss, val_auc",
    );
    const everyStep = modelCheckpoint(at("{val_auc}"), { every: { steps: 1 } });
    await expect(play(everyStep, [1])).rejects.toThrow("must be one of epoch, steps, loss, learningRate");
    expect(saved()).toEqual([]);
  });
});

describe("modelCheckpoint", () => {
  it("saves every so many epochs", async () => {
    await play(modelCheckpoint(at("{epoch}"), { every: { epochs: 2 } }), [1, 1, 1, 1, 1]);
    expect(saved()).toEqual(["1", "3"]);
  });

  it("saves every so many epochs if the epoch is the best of these", async () => {
    const callback = modelCheckpoint(at("{epoch}"), { every: { epochs: 2 }, bestOnly: true });
    await play(callback, [1, 5, 1, 6, 1, 4]);
    expect(saved()).toEqual(["1", "5"]);
  });

  it("saves every so many steps of the run, with the loss so far", async () => {
    const run = runOf({ resumedAt: { epoch: 1, step: 0, steps: 2 } });
    await play(modelCheckpoint(at("{steps}-{loss:.2f}"), { every: { steps: 3 } }), [0.5, 0.25, 1], run, 1);
    expect(saved()).toEqual(["3-0.50", "6-0.25"]);
    expect((await loadModel(at("3-0.50"))).getUserDefinedMetadata()).toEqual({
      epoch: 1,
      steps: 3,
      logs: { loss: 0.5, learningRate: 0.5 },
    });
  });

  it("keeps the newest, and the best besides", async () => {
    await play(modelCheckpoint(at("{epoch}"), { bestOnly: false, keep: 2 }), [3, 1, 2, 4, 5]);
    expect(saved()).toEqual(["1", "3", "4"]);
  });

  it("keeps the newest of the best", async () => {
    await play(modelCheckpoint(at("{epoch}"), { keep: 2, monitor: "val_auc" }), [3, 1, 4, 5, 2]);
    expect(saved()).toEqual(["2", "3"]);
  });

  it("ranks by the loss if there is no validation", async () => {
    const run = runOf({ loggedMetrics: [{ name: "loss", mode: "min" }] });
    await play(modelCheckpoint(at("{epoch}"), { bestOnly: false, keep: 1 }), [3, 1, 2, 4], run);
    expect(saved()).toEqual(["1", "3"]);
  });

  it("keeps the newest of those that it saves after steps", async () => {
    await play(modelCheckpoint(at("{steps}"), { every: { steps: 1 }, keep: 2 }), [1, 2, 3]);
    expect(saved()).toEqual(["5", "6"]);
  });

  it("continues in a resumed run with the best value and the checkpoints on disk", async () => {
    const create = () => modelCheckpoint(at("{epoch}"), { bestOnly: false, keep: 1 });
    const first = create();
    await play(first, [1, 3]);
    const state = structuredClone(first.state?.() ?? {});
    const second = create();
    second.restore?.(state);
    await play(second, [2, 2], runOf({ resumedAt: { epoch: 2, step: 0, steps: 4 } }), 2);
    expect(saved()).toEqual(["0", "3"]);
  });

  it.each<[string, () => unknown, string]>([
    [
      "keep of nothing",
      () => modelCheckpoint("{epoch}", { keep: 0 }),
      "keep must be an integer of at least 1",
    ],
    [
      "keep with one path",
      () => modelCheckpoint("out/best", { keep: 2 }),
      "keep needs a path with a number, such as out/best-{epoch:03d}",
    ],
    [
      "keep with one path of a Keras file",
      () => modelCheckpoint("out/best.keras", { keep: 2 }),
      "keep needs a path with a number, such as out/best-{epoch:03d}.keras",
    ],
    [
      "a mode of Keras",
      () => modelCheckpoint("a", { mode: "auto" as never }),
      'mode must be one of "max", "min", got "auto"',
    ],
    [
      "a baseline of NaN",
      () => modelCheckpoint("a", { baseline: NaN }),
      "baseline must be a finite number, got NaN",
    ],
    [
      "both intervals",
      () => modelCheckpoint("a", { every: { epochs: 1, steps: 1 } }),
      "every must have either epochs or steps",
    ],
    [
      "no interval",
      () => modelCheckpoint("a", { every: {} as never }),
      "every must have either epochs or steps",
    ],
    [
      "a fraction of an epoch",
      () => modelCheckpoint("a", { every: { epochs: 0.5 } }),
      "every.epochs must be an integer of at least 1, got 0.5",
    ],
    [
      "the best step",
      () => modelCheckpoint("a", { every: { steps: 5 }, bestOnly: true }),
      "bestOnly needs the metrics of an epoch: write every: { epochs }",
    ],
  ])("rejects %s", (_what, create, message) => {
    expect(create).toThrow(`modelCheckpoint: ${message}`);
  });
});

describe("removing a model", () => {
  it("leaves other files in its folder", async () => {
    await saveModel(net(), at("model"));
    writeFileSync(at("model/notes.txt"), "mine");
    await removeModel(at("model"));
    expect(readdirSync(at("model"))).toEqual(["notes.txt"]);
  });

  it("removes nothing outside its folder", async () => {
    await saveModel(net(), at("model"));
    writeFileSync(at("notes.txt"), "mine");
    const manifest = at("model/model.json");
    writeFileSync(manifest, readFileSync(manifest, "utf8").replace(/weights\.\w+\.bin/, "../notes.txt"));
    await removeModel(at("model"));
    expect(saved()).toContain("notes.txt");
  });

  it("removes a file, and accepts a model that is missing", async () => {
    writeFileSync(at("model.keras"), "a file");
    await removeModel(at("model.keras"));
    await removeModel(at("model.keras"));
    expect(saved()).toEqual([]);
  });

  it("reports what cannot be removed", async () => {
    mkdirSync(at("model/model.json"), { recursive: true });
    await expect(removeModel(at("model"))).rejects.toThrow(`cannot write ${at("model")}`);
  });
});
