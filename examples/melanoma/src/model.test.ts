import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { predict } from "@tensorloom/training";
import { loadModel, saveModel } from "@tensorloom/training/node";
import { useBackend } from "@tensorloom/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Options } from "./cli/options.ts";
import { testOptions } from "./cli/testOptions.ts";
import { recordedIO } from "./cli/recordedIO.ts";
import { startStopwatch } from "./cli/stopwatch.ts";
import { buildModel } from "./model.ts";
import { openRecords } from "./pictures/openRecords.ts";
import { splitData } from "./pictures/splitData.ts";
import type { TrainingData } from "./pictures/trainingData.ts";
import { validationDataset } from "./pipeline.ts";
import { planFeatures } from "./run/headFeatures.ts";
import { openSession } from "./run/session.ts";
import { prepareFeatures, trainModel, type TrainedModel } from "./run/trainModel.ts";
import type { TrainingResult } from "./run/trainStages.ts";
import { writeSample } from "./sample/writeSample.ts";

const LABELS = ["benign", "malignant"];

const opened: TrainingData[] = [];
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-melanoma-"));
});
afterEach(async () => {
  for (const data of opened.splice(0)) await data.close();
  rmSync(folder, { recursive: true, force: true });
});

function parse(...argv: readonly string[]): Options {
  const batch = argv.includes("--batch") ? [] : ["--batch", "4"];
  return testOptions("--size", "32", "--checkpoint", "0", ...batch, "--out", join(folder, "out"), ...argv);
}

async function drawData(images: number): Promise<TrainingData> {
  const size = { trainFiles: 2, testFiles: 1, images, malignant: 1, pixels: 40 };
  await writeSample(join(folder, "data"), { seed: 5, size });
  const data = await openRecords(join(folder, "data"), testOptions("--group-by", "none"), recordedIO());
  opened.push(data);
  return data;
}

/** Trains without printing. */
async function runQuietly(data: TrainingData, options: Options): Promise<TrainedModel> {
  const parts = splitData(data, { validation: 0.5, seed: 1 });
  const stopwatch = startStopwatch(() => 0);
  const session = await openSession(
    data.labels,
    planFeatures(parts, options),
    options,
    recordedIO(),
    stopwatch,
  );
  const features = await prepareFeatures(session, data, parts);
  const trained = await trainModel(session, data, parts, features, options.out);
  session.dispose();
  return trained;
}

function weight(model: LayersModel, layer: string, index: number): readonly number[] {
  return Array.from(model.getLayer(layer).getWeights()[index].dataSync());
}

async function loadSaved(): Promise<LayersModel> {
  return loadModel(join(folder, "out", "model"));
}

describe("the model", () => {
  it("has the notebook's head: its parameters, and how many are trainable", async () => {
    await useBackend("cpu");
    const backbone = 4_049_564; // keras.applications.EfficientNetB0(include_top=False), without its normalization
    const statistics = 42_016; // moving means and variances
    const head = 1280 * 512 + 512 + 512 + 1;
    for (const [train, trainable] of [
      ["head", head],
      ["all", backbone - statistics + head],
    ] as const) {
      const { whole, dispose } = buildModel(parse("--train", train), LABELS);
      expect(whole.countParams()).toBe(backbone + head);
      const counts = whole.trainableWeights.map(({ shape }) =>
        shape.reduce<number>((a, b) => a * (b ?? 0), 1),
      );
      expect(counts.reduce((a, b) => a + b)).toBe(trainable);
      dispose();
    }
  });
});

describe("training the head", () => {
  it("does not change the backbone, and saves the whole model, which predicts the same scores", async () => {
    const options = parse("--backend", "wasm", "--epochs", "3");
    const data = await drawData(8);
    const { validation, kept } = await runQuietly(data, options);
    expect(kept.epoch).toBe(2);

    await useBackend("wasm");
    const { whole, dispose } = buildModel(options, LABELS);
    const model = await loadSaved();
    expect(weight(model, "stem_conv", 0)).toEqual(weight(whole, "stem_conv", 0));
    expect(weight(model, "block3a_bn", 2)).toEqual(weight(whole, "block3a_bn", 2));
    expect(weight(model, "dense", 0)).not.toEqual(weight(whole, "dense", 0));
    const again = await drawData(8);
    const rows = again.pictures.select(splitData(again, { validation: 0.5, seed: 1 }).validation);
    const { ids, outputs } = await predict(model, validationDataset(rows, { size: options.size, batch: 3 }));
    expect(ids).toEqual(validation.ids);
    ids.forEach((_, row) => expect(outputs.data[row]).toBeCloseTo(validation.outputs.data[row], 5));
    model.dispose();
    dispose();
  });

  it("is deterministic for a seed, and keeps the best epoch with --keep best", async () => {
    const options = parse("--backend", "wasm", "--epochs", "4", "--keep", "best");
    const data = await drawData(8);
    const once = async (): Promise<string> => {
      const { best, kept } = await runQuietly(data, options);
      expect(kept).toBe(best);
      return readFileSync(join(folder, "out", "metrics.jsonl"), "utf8");
    };
    const metrics = await once();
    expect(await once()).toBe(metrics);
    await useBackend("wasm"); // a run disposes its own backend
    const model = await loadSaved();
    const losses = metrics
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { val_loss: number }).val_loss);
    expect(model.getUserDefinedMetadata()).toMatchObject({ epoch: losses.indexOf(Math.min(...losses)) });
    model.dispose();
  });
});

describe("training all", () => {
  it("changes every layer and every moving statistic", async () => {
    const options = parse("--backend", "wasm", "--epochs", "1", "--train", "all", "--batch", "2");
    const data = await drawData(2);
    await runQuietly(data, options);

    await useBackend("wasm");
    const { whole, dispose } = buildModel(options, LABELS);
    const model = await loadSaved();
    const unchanged = whole.weights
      .map(({ originalName }) => originalName)
      .filter((_, index) => {
        const [before, after] = [whole, model].map((one) => one.weights[index].read().dataSync());
        return before.every((value, at) => value === after[at]);
      });
    expect(unchanged).toEqual([]);
    model.dispose();
    dispose();
  });
});

describe("training all of a pretrained network", () => {
  it("trains the head, then all but the statistics of batch normalisation; keeps the head's last epoch if none is better", async () => {
    await useBackend("wasm");
    const pretrained = buildModel(parse("--seed", "7"), LABELS); // any weights but the run's own
    const weights = join(folder, "weights");
    await saveModel(pretrained.backbone, weights);
    const statistics = weight(pretrained.whole, "block3a_bn", 2);
    const stem = weight(pretrained.whole, "stem_conv", 0);
    pretrained.dispose();

    const run = async (keep: string): Promise<TrainingResult> => {
      const options = parse(
        "--backend",
        "wasm",
        "--train",
        "all",
        "--epochs",
        "1",
        "--weights",
        weights,
        "--keep",
        keep,
      );
      const data = await drawData(8);
      return runQuietly(data, options);
    };
    const { kept } = await run("last");
    expect([kept.stage.trains, kept.epoch]).toEqual(["all", 0]);
    const lines = readFileSync(join(folder, "out", "metrics.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(lines.length).toBe(20 + 1);
    await useBackend("wasm"); // a run disposes its own backend
    const last = await loadSaved();
    expect(weight(last, "stem_conv", 0)).not.toEqual(stem);
    expect(weight(last, "block3a_bn", 2)).toEqual(statistics);
    last.dispose();

    const best = await run("best");
    await useBackend("wasm");
    const model = await loadSaved();
    const isOfHead = best.kept.stage.trains === "head";
    expect(String(weight(model, "stem_conv", 0)) === String(stem)).toBe(isOfHead);
    expect(model.getUserDefinedMetadata()).toMatchObject({ epoch: best.kept.epoch });
    model.dispose();
  });
});
