import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend, tensor } from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  model as functional,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import {
  chmodSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { fit } from "../trainer/fit.ts";
import type { Callback, TrainingRun } from "../callbacks/callback.ts";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { sgd } from "../optimizers/sgd.ts";
import { loadModel } from "../files/loadModel.ts";
import { metricsLog } from "../logs/metricsLog.ts";
import { modelCheckpoint } from "../files/modelCheckpoint.ts";
import { saveModel } from "../files/saveModel.ts";

let folder = "";
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "training-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function net(weight = 1): LayersModel {
  const model = sequential({
    layers: [
      layers.dense({ units: 1, inputShape: [1], useBias: false, name: "head" }),
      layers.batchNormalization({ name: "norm" }),
    ],
  });
  model.layers[0].setWeights([tensor([[weight]])]);
  return model;
}
const weightOf = (model: LayersModel) => model.getWeights()[0].dataSync()[0];
const files = () => readdirSync(folder).sort();

describe("a saved model", () => {
  it("loads with its weights, moving statistics and metadata", async () => {
    const model = net(3);
    model.layers[1].setWeights([2, 3, 4, 5].map((value) => tensor([value])));
    await saveModel(model, folder, { metadata: { epoch: 7 } });
    const loaded = await loadModel(folder);
    expect(loaded.weights.map((weight) => weight.read().dataSync()[0])).toEqual([3, 2, 3, 4, 5]);
    expect(loaded.getUserDefinedMetadata()).toEqual({ epoch: 7 });
    const input = tensor([[2]]);
    expect((loaded.predict(input) as typeof input).dataSync()).toEqual(
      (model.predict(input) as typeof input).dataSync(),
    );
  });

  it("is replaced by the next save, and leaves no file", async () => {
    await saveModel(net(1), folder);
    const first = files();
    await saveModel(net(2), folder);
    expect(files()).toHaveLength(2);
    expect(files()).not.toEqual(first);
    expect(weightOf(await loadModel(folder))).toBe(2);
  });

  it("survives a save that a crash interrupted, and a later save removes the leftovers", async () => {
    await saveModel(net(1), folder);
    // a crash after the new weights were written and before model.json was replaced
    writeFileSync(join(folder, `weights.${"0".repeat(16)}.bin`), "half");
    writeFileSync(join(folder, "model.json.part-1"), "{");
    for (const file of [`weights.${"0".repeat(16)}.bin`, "model.json.part-1"])
      utimesSync(join(folder, file), 1, 1);
    writeFileSync(join(folder, "notes.txt"), "mine");
    expect(weightOf(await loadModel(folder))).toBe(1);
    await saveModel(net(2), folder);
    expect(files()).toEqual([
      "model.json",
      "notes.txt",
      expect.stringMatching(/^weights\.[0-9a-f]{16}\.bin$/),
    ]);
  });

  it.each<[string, () => void, RegExp]>([
    [
      "is not there",
      () => rmSync(join(folder, "model.json")),
      /model\.json: cannot be read: no such file or directory \(ENOENT\)$/,
    ],
    ["is cut off", () => truncateSync(join(folder, "model.json"), 40), /model\.json: is not JSON$/],
    [
      "is another kind of file",
      () => writeFileSync(join(folder, "model.json"), "{}"),
      /has no modelTopology and weightsManifest, so it is not a layers-model$/,
    ],
    [
      "has lost its weights",
      () => rmSync(join(folder, files()[1])),
      /weights\.[0-9a-f]+\.bin: cannot be read: no such file or directory \(ENOENT\)$/,
    ],
    [
      "has lost some of them",
      () => truncateSync(join(folder, files()[1]), 16),
      /its weights must have 20 bytes, got 16$/,
    ],
    [
      "points out of its folder",
      () =>
        writeFileSync(
          join(folder, "model.json"),
          `{"modelTopology":{},"weightsManifest":[{"paths":["../x"],"weights":[]}]}`,
        ),
      /weights must lie beside it, got "\.\.\/x"$/,
    ],
  ])("that %s is rejected with the file's name", async (_what, damage, sentence) => {
    await saveModel(net(), folder);
    damage();
    await expect(loadModel(folder)).rejects.toThrow(sentence);
  });
});

describe("a loaded model", () => {
  const dense = (name: string) => layers.dense({ name, units: 1, inputShape: [1], useBias: false });

  it("has the frozen layers of the saved model, including those frozen by an inner model", async () => {
    const inner = sequential({
      name: "inner",
      layers: [dense("a"), layers.batchNormalization({ name: "b" })],
    });
    const half = dense("c");
    inner.trainable = false;
    half.trainable = false;
    await saveModel(sequential({ layers: [inner, half, dense("head")] }), folder);
    const json = JSON.parse(readFileSync(join(folder, "model.json"), "utf8")) as { modelTopology: unknown };
    expect(JSON.stringify(json.modelTopology).match(/"trainable":false/g)).toHaveLength(4);
    const loaded = await loadModel(folder);
    expect(loaded.layers.map(({ trainable }) => trainable)).toEqual([false, false, true]);
    expect(loaded.trainableWeights.map(({ originalName }) => originalName)).toEqual(["head/kernel"]);
  });

  it("distinguishes layers of the same name in two inner models", async () => {
    const [one, other] = [1, 2].map((value) => {
      const layer = dense("same");
      const model = sequential({ name: `model${String(value)}`, layers: [layer] });
      layer.setWeights([tensor([[value]])]);
      return model;
    });
    other.trainable = false;
    const start = input({ shape: [1] });
    const outputs = other.apply(one.apply(start)) as SymbolicTensor;
    await saveModel(functional({ inputs: start, outputs }), folder);
    const loaded = await loadModel(folder);
    expect(loaded.weights.map((weight) => weight.read().dataSync()[0])).toEqual([1, 2]);
  });

  it("is found by its model.json too", async () => {
    await saveModel(net(3), folder);
    expect(weightOf(await loadModel(join(folder, "model.json")))).toBe(3);
    await expect(loadModel(join(folder, "none.json"))).rejects.toThrow(
      /none\.json: cannot be read: no such file or directory \(ENOENT\)$/,
    );
  });

  it.each([NaN, -Infinity])("with a weight of %d is rejected, and the weight is named", async (value) => {
    await saveModel(net(), folder);
    const [, weights] = files();
    writeFileSync(join(folder, weights), Float32Array.of(value, 1, 0, 0, 1));
    await expect(loadModel(folder)).rejects.toThrow(
      `weight head/kernel must hold finite numbers, got ${String(value)} at 0`,
    );
  });

  it.each<[string, string, RegExp]>([
    ["weights alone", '{"weightsManifest":[]}', /has no modelTopology, only weights\. Build/],
    [
      "an empty topology",
      '{"modelTopology":null,"weightsManifest":[]}',
      /has no modelTopology, only weights/,
    ],
    ["a graph-model", '{"format":"graph-model","modelTopology":{},"weightsManifest":[]}', /is a graph-model/],
    ["null", "null", /is not a layers-model/],
  ])("cannot be loaded from %s", async (_what, content, sentence) => {
    writeFileSync(join(folder, "model.json"), content);
    await expect(loadModel(folder)).rejects.toThrow(sentence);
  });

  it("rejects options that do not exist", async () => {
    await expect(saveModel(net(), folder, { metdata: {} } as object)).rejects.toThrow(
      "did you mean metadata?",
    );
    expect(() => modelCheckpoint(folder, { bestOny: true } as object)).toThrow("did you mean bestOnly?");
  });
});

/** Runs a callback through epochs with these weights and logs. */
async function play(callback: Callback, log: string, values: readonly number[]): Promise<number[]> {
  const run: TrainingRun = {
    model: net(),
    epochs: values.length,
    stepsPerEpoch: 1,
    loggedMetrics: [
      { name: "val_loss", mode: "min" },
      { name: "val_auc", mode: "max" },
    ],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
  };
  await callback.onBegin?.(run);
  const saved: number[] = [];
  for (const [epoch, value] of values.entries()) {
    run.model.layers[0].setWeights([tensor([[epoch]])]);
    await callback.onEpochEnd?.({ epoch, steps: epoch + 1, logs: { [log]: value } }, run);
    saved.push(weightOf(await loadModel(folder)));
  }
  return saved;
}

describe("modelCheckpoint", () => {
  it("keeps the best epoch's model, and its metadata name the epoch", async () => {
    expect(
      await play(modelCheckpoint(folder, { monitor: "val_auc" }), "val_auc", [0.5, 0.8, 0.7, 0.9]),
    ).toEqual([0, 1, 1, 3]);
    expect((await loadModel(folder)).getUserDefinedMetadata()).toEqual({
      epoch: 3,
      steps: 4,
      logs: { val_auc: 0.9 },
    });
  });
  it("keeps the last epoch if bestOnly is false", async () => {
    expect(await play(modelCheckpoint(folder, { bestOnly: false }), "val_loss", [1, 2, 3])).toEqual([
      0, 1, 2,
    ]);
  });
  it("saves the model option: the whole network whose head is trained", async () => {
    const whole = net(42);
    expect(await play(modelCheckpoint(folder, { model: whole }), "val_loss", [2, 1])).toEqual([42, 42]);
  });
  it("lists the logged metrics if the monitor is not among them", async () => {
    await expect(play(modelCheckpoint(folder, { monitor: "auc" }), "auc", [1])).rejects.toThrow(
      'modelCheckpoint: monitor must be one of val_loss, val_auc; got "auc"',
    );
  });
  it("ends the run before its first step if the folder cannot be written", async () => {
    const file = join(folder, "file");
    writeFileSync(file, "");
    chmodSync(file, 0o444);
    await expect(play(modelCheckpoint(file, {}), "val_loss", [1])).rejects.toThrow(/ENOTDIR|EEXIST/);
  });
  it("stays after a run is aborted", async () => {
    const stop = new AbortController();
    const batch = {
      inputs: { data: Float32Array.of(1, 2), shape: [2, 1] },
      targets: { data: Float32Array.of(1, 2), shape: [2] },
    };
    const model = net(0.5);
    const abort: Callback = {
      onStepEnd: ({ epoch }) => (epoch === 1 ? stop.abort(new Error("Ctrl-C")) : undefined),
    };
    const failure = fit(model, {
      train: fromArray([batch, batch, batch]),
      validation: fromArray([batch]),
      epochs: 9,
      loss: meanSquaredError(),
      optimizer: sgd(),
      callbacks: [modelCheckpoint(folder), abort],
      signal: stop.signal,
    });
    await expect(failure).rejects.toThrow("Ctrl-C");
    expect((await loadModel(folder)).getUserDefinedMetadata()).toMatchObject({ epoch: 0, steps: 3 });
  });
});

describe("metricsLog", () => {
  it("writes one line of JSON per epoch, with null for numbers that are not finite", async () => {
    const path = join(folder, "logs", "metrics.jsonl");
    let now = 1000;
    const log = metricsLog(path, { clock: () => now });
    const run: TrainingRun = {
      model: net(),
      epochs: 2,
      stepsPerEpoch: 1,
      loggedMetrics: [],
      stop: () => undefined,
      scaleLearningRate: () => undefined,
    };
    await log.onBegin?.(run);
    now += 2500;
    await log.onEpochEnd?.({ epoch: 0, steps: 3, logs: { loss: 0.5, val_auc: NaN } }, run);
    await log.onEpochEnd?.({ epoch: 1, steps: 6, logs: { loss: 0.25, val_auc: 1 } }, run);
    expect(readFileSync(path, "utf8")).toBe(
      '{"epoch":0,"steps":3,"seconds":2.5,"loss":0.5,"val_auc":null}\n{"epoch":1,"steps":6,"seconds":2.5,"loss":0.25,"val_auc":1}\n',
    );
    await metricsLog(path, { append: true }).onBegin?.(run);
    expect(readFileSync(path, "utf8").split("\n")).toHaveLength(3);
    await metricsLog(path).onBegin?.(run);
    expect(readFileSync(path, "utf8")).toBe("");
  });

  const twoEpochs: TrainingRun = {
    model: undefined as never, // the log does not look at it
    epochs: 3,
    stepsPerEpoch: 2,
    loggedMetrics: [],
    stop: () => undefined,
    scaleLearningRate: () => undefined,
  };

  it("continues its file in a resumed run: lines after the checkpoint are written again", async () => {
    const path = join(folder, "metrics.jsonl");
    writeFileSync(path, '{"epoch":0,"steps":9}\n'); // of an earlier run
    let now = 0;
    const first = metricsLog(path, { clock: () => now, append: true });
    await first.onBegin?.(twoEpochs);
    let state: object | undefined;
    for (const epoch of [0, 1]) {
      now += 2000;
      await first.onEpochEnd?.({ epoch, steps: 2 * epoch + 2, logs: { loss: 1 } }, twoEpochs);
      state ??= first.state?.();
    }
    now = 50_000; // another process
    const second = metricsLog(path, { clock: () => now, append: true });
    second.restore?.(state ?? {});
    await second.onBegin?.({ ...twoEpochs, resumedAt: { epoch: 1, step: 0, steps: 2 } });
    now += 1000;
    await second.onEpochEnd?.({ epoch: 1, steps: 4, logs: { loss: 0.5 } }, twoEpochs);
    expect(readFileSync(path, "utf8").split("\n")).toEqual([
      '{"epoch":0,"steps":9}',
      '{"epoch":0,"steps":2,"seconds":2,"loss":1}',
      '{"epoch":1,"steps":4,"seconds":3,"loss":0.5}',
      "",
    ]);
  });

  it("keeps the lines of finished epochs in a resumed run that had no log before", async () => {
    const path = join(folder, "metrics.jsonl");
    writeFileSync(path, '{"epoch":0}\n{"epoch":1}\nnot JSON\n');
    await metricsLog(path).onBegin?.({ ...twoEpochs, resumedAt: { epoch: 1, step: 1, steps: 3 } });
    expect(readFileSync(path, "utf8")).toBe('{"epoch":0}\n');
  });
});
