import { dispose, memory, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, regularizers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, expect, it } from "vitest";
import { computeRegularization, differentiateRegularization } from "./regularization.ts";
import { trainableVariables } from "./variables.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

/** Two dense layers with kernels of 3 and -2. */
function network({ regularized = true, frozen = false } = {}): LayersModel {
  const l2 = regularized ? { kernelRegularizer: regularizers.l2({ l2: 0.25 }) } : {};
  const l1 = regularized ? { kernelRegularizer: regularizers.l1({ l1: 0.5 }) } : {};
  const model = sequential({
    layers: [
      layers.dense({ name: "first", units: 1, inputShape: [1], useBias: false, ...l2 }),
      layers.dense({ name: "second", units: 1, ...l1 }),
    ],
  });
  model.setWeights([tensor([[3]]), tensor([[-2]]), tensor([7])]);
  for (const layer of model.layers) layer.trainable = !frozen;
  return model;
}

it("is the sum over the layers, with its gradients by the names of the weights", () => {
  const model = network();
  const { numTensors } = memory();
  const value = computeRegularization(model);
  const found = differentiateRegularization(model, trainableVariables(model));
  expect([value, found?.value].map((one) => one?.dataSync()[0])).toEqual([3.25, 3.25]); // 9 / 4 + 2 / 2
  const gradients = Object.entries(found?.gradients ?? {}).map(([name, one]) => [name, one.dataSync()[0]]);
  expect(gradients).toEqual([
    ["first/kernel", 1.5], // 2 * 3 / 4
    ["second/kernel", -0.5],
  ]);
  dispose([value, found?.value, found?.gradients]);
  expect(memory().numTensors).toBe(numTensors);
});

it("has no gradients if all layers are frozen, and is undefined without regularisers", () => {
  const frozen = network({ frozen: true });
  const found = differentiateRegularization(frozen, trainableVariables(frozen));
  expect([found?.value.dataSync()[0], found?.gradients]).toEqual([3.25, {}]);
  const plain = network({ regularized: false });
  expect(computeRegularization(plain)).toBeUndefined();
  expect(differentiateRegularization(plain, trainableVariables(plain))).toBeUndefined();
});
