import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { decodeEvent } from "@tensorloom/tfrecord/events";
import { readRecordFile } from "@tensorloom/tfrecord/node";
import { StorageError } from "@tensorloom/core";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type MemoryStorage, memoryStorage } from "../../../core/fixtures/memoryStorage.ts";
import { fit, type FitOptions, meanSquaredError } from "../index.ts";
import {
  csvLog,
  loadModel,
  metricsLog,
  modelCheckpoint,
  saveModel,
  tensorBoard,
  writePredictions,
} from "../node.ts";
import { removeModel } from "../files/removeModel.ts";

let storage: MemoryStorage;
beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
  storage = memoryStorage("runs");
});
afterAll(() => {
  storage.restore();
});
beforeEach(() => {
  storage.objects.clear();
  storage.requests.length = 0;
  storage.onRequest = () => undefined;
});

const modelOf = (): LayersModel =>
  sequential({ layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })] });
const batch = {
  inputs: { data: Float32Array.of(1), shape: [1, 1] },
  targets: { data: Float32Array.of(3), shape: [1] },
};
const runOptions = (more: Partial<FitOptions>): FitOptions => ({
  train: fromArray([batch, batch]),
  epochs: 3,
  loss: meanSquaredError(),
  ...more,
});
const names = (folder: string): string[] =>
  [...storage.objects.keys()].filter((one) => one.startsWith(folder)).map((one) => one.slice(folder.length));
const readText = (address: string): string => new TextDecoder().decode(storage.objects.get(address));
async function firstWeights(model: LayersModel): Promise<readonly number[]> {
  const all = await Promise.all(model.getWeights().map((weight) => weight.data()));
  return all.flatMap((numbers) => [...numbers]);
}

describe("checkpoints at an address", () => {
  const checkpoint = { folder: "runs://b/moles/", keep: 2 };

  it("keep the newest, and resume a run as if it had never stopped", async () => {
    const whole = modelOf();
    await fit(whole, runOptions({ epochs: 5 }));
    await fit(modelOf(), runOptions({ checkpoint }));
    expect(names("runs://b/moles/")).toEqual([
      "checkpoint-00000004.safetensors",
      "checkpoint-00000006.safetensors",
    ]);
    const resumed = modelOf();
    await fit(resumed, runOptions({ epochs: 5, checkpoint, resume: true }));
    expect(await firstWeights(resumed)).toEqual(await firstWeights(whole));
    expect(names("runs://b/moles/")).toEqual([
      "checkpoint-00000008.safetensors",
      "checkpoint-00000010.safetensors",
    ]);
  });

  it("are tried before a run that could save none", async () => {
    storage.onRequest = (request) => {
      if (request.startsWith("write")) throw new StorageError("runs://b", "denied", "no permission to write");
    };
    await expect(fit(modelOf(), runOptions({ checkpoint }))).rejects.toThrow("no permission to write");
  });
});

describe("models at an address", () => {
  it.each(["runs://b/model", "runs://b/model.h5", "runs://b/model.keras"])(
    "are saved and loaded: %s",
    async (path) => {
      const model = modelOf();
      await saveModel(model, path);
      const weights = await firstWeights(model);
      expect(await firstWeights(await loadModel(path))).toEqual(weights);
      await saveModel(model, path); // replaces the first
      expect(names("runs://b/")).toHaveLength(path.endsWith("model") ? 2 : 1);
      expect(await firstWeights(await loadModel(path))).toEqual(weights);
      await removeModel(path);
      expect(names("runs://b/")).toEqual([]);
      await expect(loadModel(path)).rejects.toThrow(/cannot be read: there is no such object/);
    },
  );

  it("publish the manifest last", async () => {
    await saveModel(modelOf(), "runs://b/model/");
    const commits = storage.requests.filter((request) => request.startsWith("commit"));
    expect(commits.map((request) => request.replace(/[0-9a-f]{16}/, "ID"))).toEqual([
      "commit runs://b/model/weights.ID.bin",
      "commit runs://b/model/model.json",
    ]);
  });
});

describe("callbacks with addresses", () => {
  it("write logs and models, which a resumed run continues", async () => {
    const callbacks = () => [
      csvLog("runs://b/log.csv", { clock: () => 0 }),
      metricsLog("runs://b/metrics.jsonl", { clock: () => 0 }),
      modelCheckpoint("runs://b/epoch-{epoch}.keras", { every: { epochs: 1 }, keep: 2, monitor: "loss" }),
    ];
    const checkpoint = { folder: "runs://b/checkpoints" };
    await fit(modelOf(), runOptions({ epochs: 2, callbacks: callbacks(), checkpoint }));
    await fit(modelOf(), runOptions({ epochs: 3, callbacks: callbacks(), checkpoint, resume: true }));
    expect(readText("runs://b/log.csv").trim().split("\n")).toHaveLength(4);
    expect(
      readText("runs://b/metrics.jsonl")
        .trim()
        .split("\n")
        .map((line) => (JSON.parse(line) as { epoch: number }).epoch),
    ).toEqual([0, 1, 2]);
    expect(names("runs://b/epoch").sort()).toEqual(["-1.keras", "-2.keras"]);
  });

  it("write event files for TensorBoard, whole when the run ends", async () => {
    await fit(modelOf(), runOptions({ callbacks: [tensorBoard("runs://b/events/first")] }));
    const [run, train, ...others] = names("runs://b/events/first/").sort();
    expect(run).toMatch(/^events\.out\.tfevents\./);
    expect(train).toMatch(/^train\/events\.out\.tfevents\./);
    expect(others).toEqual([]);
    const steps: number[] = [];
    for await (const record of readRecordFile(`runs://b/events/first/${train}`))
      steps.push(decodeEvent(record).step);
    expect(steps.at(-1)).toBe(6);
  });
});

it("writePredictions writes an object", async () => {
  const predictions = { ids: ["a", "b"], outputs: { data: Float32Array.of(0.5, 1), shape: [2, 1] } };
  await writePredictions("runs://b/predictions.csv", predictions);
  expect(readText("runs://b/predictions.csv")).toBe("id,output\na,0.5\nb,1\n");
});
