import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { loadModel, saveModel } from "@tensorloom/training/node";
import { useBackend } from "@tensorloom/backend";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openImages } from "./images.ts";
import { learn } from "./learn.ts";
import { buildNetwork } from "./model.ts";
import { options, type Options } from "./cli/options.ts";
import { predictions } from "./predict.ts";
import { prepare, type Prepared } from "./files/prepareFiles.ts";
import { recordedIo } from "./cli/recordedIO.ts";
import { writeSample } from "./sample/writeSample.ts";
import { stopwatch } from "./cli/stopwatch.ts";
import type { Trained } from "./train.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tensorloom-melanoma-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const signal = new AbortController().signal;

function told(...argv: readonly string[]): Options {
  const asked = options(["--size", "32", "--batch", "4", "--out", join(folder, "out"), ...argv]);
  if (asked === "help") throw new Error("no help was asked for");
  return asked;
}

async function sample(asked: Options, images: number): Promise<Prepared> {
  const size = { trainFiles: 2, testFiles: 1, images, malignant: 1, pixels: 40 };
  await writeSample(join(folder, "data"), { seed: 5, size });
  return prepare(join(folder, "data"), asked, recordedIo());
}

/** Learns and tells nobody. */
function trained(prepared: Prepared, asked: Options): ReturnType<typeof learn> {
  return learn(
    prepared,
    asked,
    recordedIo(),
    stopwatch(() => 0),
    () => Promise.resolve(),
  );
}

function weight(model: LayersModel, layer: string, index: number): readonly number[] {
  return Array.from(model.getLayer(layer).getWeights()[index].dataSync());
}

async function saved(): Promise<LayersModel> {
  return loadModel(join(folder, "out", "model"));
}

describe("the network", () => {
  it("has the notebook's head: its parameters and which of them learn", async () => {
    await useBackend("cpu");
    const backbone = 4_049_564; // keras.applications.EfficientNetB0(include_top=False), without its normalization
    const statistics = 42_016; // moving means and variances
    const head = 1280 * 512 + 512 + 512 + 1;
    for (const [train, learns] of [
      ["head", head],
      ["all", backbone - statistics + head],
    ] as const) {
      const { whole, dispose } = buildNetwork(told("--train", train));
      expect(whole.countParams()).toBe(backbone + head);
      const counts = whole.trainableWeights.map(({ shape }) =>
        shape.reduce<number>((a, b) => a * (b ?? 0), 1),
      );
      expect(counts.reduce((a, b) => a + b)).toBe(learns);
      dispose();
    }
  });
});

describe("training the head", () => {
  it("leaves the backbone as it was, and saves the whole: it gives the same scores when loaded", async () => {
    const asked = told("--backend", "wasm", "--epochs", "3");
    const prepared = await sample(asked, 8);
    const { scores, kept } = await trained(prepared, asked);
    expect(kept.epoch).toBe(2);

    await useBackend("wasm");
    const { whole, dispose } = buildNetwork(asked);
    const model = await saved();
    expect(weight(model, "stem_conv", 0)).toEqual(weight(whole, "stem_conv", 0));
    expect(weight(model, "block3a_bn", 2)).toEqual(weight(whole, "block3a_bn", 2));
    expect(weight(model, "dense", 0)).not.toEqual(weight(whole, "dense", 0));
    const images = await openImages(prepared.test, asked.size);
    const again = await predictions(model, images, { batch: 3, onProgress: () => undefined, signal });
    expect([...again.keys()]).toEqual(prepared.test[0].names);
    for (const [name, score] of scores) expect(again.get(name)).toBeCloseTo(score, 5);
    await images.close();
    model.dispose();
    dispose();
  });

  it("is the same run for the same seed, and keeps the best epoch where asked", async () => {
    const asked = told("--backend", "wasm", "--epochs", "4", "--keep", "best");
    const prepared = await sample(asked, 8);
    const once = async (): Promise<string> => {
      const { best, kept } = await trained(prepared, asked);
      expect(kept).toBe(best);
      return readFileSync(join(folder, "out", "metrics.jsonl"), "utf8");
    };
    const metrics = await once();
    expect(await once()).toBe(metrics);
    await useBackend("wasm"); // a run lets go of its own
    const model = await saved();
    const losses = metrics
      .trim()
      .split("\n")
      .map((line) => (JSON.parse(line) as { val_loss: number }).val_loss);
    expect(model.getUserDefinedMetadata()).toMatchObject({ epoch: losses.indexOf(Math.min(...losses)) });
    model.dispose();
  });
});

describe("training all", () => {
  it("moves every layer and every moving statistic", async () => {
    const asked = told("--backend", "cpu", "--epochs", "1", "--train", "all", "--batch", "2");
    const prepared = await sample(asked, 2);
    await trained(prepared, asked);

    await useBackend("cpu");
    const { whole, dispose } = buildNetwork(asked);
    const model = await saved();
    const unmoved = whole.weights
      .map(({ originalName }) => originalName)
      .filter((_, index) => {
        const [before, after] = [whole, model].map((one) => one.weights[index].read().dataSync());
        return before.every((value, at) => value === after[at]);
      });
    expect(unmoved).toEqual([]);
    model.dispose();
    dispose();
  });
});

describe("training all of a pretrained network", () => {
  it("trains the head first, then every layer but the normalisations' statistics; keeps the head's last epoch where none is better", async () => {
    await useBackend("wasm");
    const pretrained = buildNetwork(told("--seed", "7")); // any weights but the run's own
    const weights = join(folder, "weights");
    await saveModel(pretrained.backbone, weights);
    const statistics = weight(pretrained.whole, "block3a_bn", 2);
    const stem = weight(pretrained.whole, "stem_conv", 0);
    pretrained.dispose();

    const run = async (keep: string): Promise<Trained> => {
      const asked = told(
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
      const prepared = await sample(asked, 8);
      return trained(prepared, asked);
    };
    const { kept } = await run("last");
    expect([kept.stage.trains, kept.epoch]).toEqual(["all", 0]);
    const lines = readFileSync(join(folder, "out", "metrics.jsonl"), "utf8")
      .trim()
      .split("\n");
    expect(lines.length).toBe(20 + 1);
    await useBackend("wasm"); // a run lets go of its own
    const last = await saved();
    expect(weight(last, "stem_conv", 0)).not.toEqual(stem);
    expect(weight(last, "block3a_bn", 2)).toEqual(statistics);
    last.dispose();

    const best = await run("best");
    await useBackend("wasm");
    const model = await saved();
    const isHeads = best.kept.stage.trains === "head";
    expect(String(weight(model, "stem_conv", 0)) === String(stem)).toBe(isHeads);
    expect(model.getUserDefinedMetadata()).toMatchObject({ epoch: best.kept.epoch });
    model.dispose();
  });
});
