import { memory } from "@tensorflow/tfjs-core";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeAll, expect, it } from "vitest";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { adam } from "../optimizers/adam.ts";
import { resolveFitOptions } from "../options/resolveFitOptions.ts";
import { replicatedTrainer } from "./webWorkers.ts";

beforeAll(async () => {
  await useBackend("wasm");
});

it("leaves no tensor of the optimizer if Web Workers do not start", async () => {
  const model = sequential({ layers: [layers.dense({ units: 2, inputShape: [3] })] });
  const ones = { data: new Float32Array(6).fill(1), shape: [2, 3] };
  const train = fromArray([{ inputs: ones, targets: { data: new Float32Array(4), shape: [2, 2] } }]);
  const optimizer = { ...adam(), config: undefined }; // bound by the caller, because workers cannot build it
  const options = resolveFitOptions(model, {
    train,
    epochs: 1,
    loss: meanSquaredError(),
    optimizer,
    replicas: 2,
  });
  const { numTensors } = memory();
  await expect(replicatedTrainer(model, options)).rejects.toThrow("startWorkers: "); // Node has none
  expect(memory().numTensors).toBe(numTensors);
});
