import { env, memory, setBackend } from "@tensorflow/tfjs-core";
import "@tensorflow/tfjs-backend-cpu";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "./batch.ts";
import { fit } from "./fit.ts";
import { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

function model(): LayersModel {
  return sequential({
    layers: [
      layers.dense({ units: 8, activation: "relu", inputShape: [2], name: "first" }),
      layers.dropout({ rate: 0.25 }),
      layers.dense({ units: 1, activation: "sigmoid", name: "head" }),
    ],
  });
}

const batches: readonly Batch[] = [0, 1, 2].map((k) => ({
  inputs: { data: Float32Array.from({ length: 16 }, (_, i) => Math.sin(7 * i + k)), shape: [8, 2] },
  targets: { data: Float32Array.from({ length: 8 }, (_, i) => Number(Math.sin(14 * i + k) > 0)), shape: [8] },
}));

describe("fit", () => {
  it("learns", async () => {
    const net = model();
    const before = memory().numTensors;
    const history = await fit(net, {
      train: fromArray(batches),
      validation: fromArray(batches),
      epochs: 60,
      loss: binaryCrossEntropy(),
      schedule: 0.02,
    });
    expect(memory().numTensors).toBe(before);
    expect(history.epochs.at(-1)?.logs).toMatchObject({ val_auc: 1 });
  });
});
