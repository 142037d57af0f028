import { memory } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, regularizers, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeAll, expect, it } from "vitest";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { evaluate } from "./evaluate.ts";
import { fit } from "./fit.ts";

beforeAll(async () => {
  await useBackend("cpu");
});

/** `y = x` with the regularisation 10. */
function net(): LayersModel {
  const kernelRegularizer = regularizers.l2({ l2: 10 });
  const options = { units: 1, useBias: false, kernelInitializer: "ones", kernelRegularizer } as const;
  return sequential({ layers: [layers.dense({ ...options, inputShape: [1] })] });
}

const loss = meanSquaredError();
const data = fromArray(
  [1, 3].map((value) => ({
    inputs: { data: Float32Array.of(value), shape: [1, 1] },
    targets: { data: Float32Array.of(value + 1), shape: [1] },
  })),
);

it("a validation and evaluate have the regularisation in their loss, as Keras 3.15 does", async () => {
  const { epochs } = await fit(net(), { train: data, validation: data, epochs: 1, loss, schedule: 0 });
  expect(epochs[0].logs).toEqual({ loss: 11, val_loss: 11, learningRate: 0 });
  const model = net();
  expect(await evaluate(model, data, { loss })).toEqual({ loss: 11 });
  const tensors = memory().numTensors;
  expect(await evaluate(model, data, { loss })).toEqual({ loss: 11 });
  expect(memory().numTensors).toBe(tensors);
});

it("evaluate of several models measures the averaged outputs alone", async () => {
  expect(await evaluate([net(), net()], data, { loss })).toEqual({ loss: 1 });
});
