import { allVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env, setBackend, tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { infer } from "../predictor/infer.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";

interface Golden {
  readonly weights: Readonly<Record<string, { readonly data: number[]; readonly shape: number[] }>>;
  readonly inputs: readonly number[];
  readonly targets: readonly number[];
  readonly sampleWeights: readonly number[];
  readonly runs: Readonly<
    Record<
      string,
      {
        losses: readonly number[];
        after: Readonly<Record<string, readonly number[]>>;
        predictions: readonly number[];
      }
    >
  >;
}
const file = new URL("../../fixtures/small_net.json", import.meta.url);
const golden = JSON.parse(readFileSync(file, "utf8")) as Golden;

const inputs = { data: Float32Array.from(golden.inputs), shape: [6, 3] };
const targets = { data: Float32Array.from(golden.targets), shape: [6] };
const weights = { data: Float32Array.from(golden.sampleWeights), shape: [6] };

const RUNS: Readonly<
  Record<string, Partial<FitOptions> & { readonly frozen?: readonly string[]; readonly weighted?: true }>
> = {
  adam: { schedule: 0.05 },
  "adam, other constants": { schedule: 0.05, optimizer: adam({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }) },
  sgd: { schedule: 0.1, optimizer: sgd() },
  momentum: { schedule: 0.1, optimizer: sgd({ momentum: 0.9 }) },
  nesterov: { schedule: 0.1, optimizer: sgd({ momentum: 0.9, nesterov: true }) },
  frozen: { schedule: 0.05, frozen: ["first", "norm"] },
  smoothed: { schedule: 0.05, loss: binaryCrossEntropy({ labelSmoothing: 0.1 }) },
  weighted: { schedule: 0.05, weighted: true },
  "clip norm": { schedule: 0.5, optimizer: sgd(), clip: { norm: 0.05 } },
  "clip value": { schedule: 0.5, optimizer: sgd(), clip: { value: 0.01 } },
};

function net(frozen: readonly string[]): LayersModel {
  const model = sequential({
    layers: [
      layers.dense({ units: 4, activation: "relu", name: "first", inputShape: [3] }),
      layers.batchNormalization({ momentum: 0.9, name: "norm" }),
      layers.dense({ units: 1, activation: "sigmoid", name: "head" }),
    ],
  });
  for (const layer of model.layers) layer.trainable = !frozen.includes(layer.name);
  for (const [name, variable] of allVariables(model)) {
    const { data, shape } = golden.weights[name];
    const value = tensor(data, shape);
    variable.assign(value);
    value.dispose();
  }
  return model;
}

/** Under test tfjs is silent on cpu; on wasm it would take the copies that gradients keep for a leak. */
async function start(backend: string): Promise<void> {
  env().set("IS_TEST", backend === "cpu");
  await setBackend(backend);
}

describe.each(Object.keys(golden.runs))("four steps with %s", (name) => {
  const expected = golden.runs[name];

  it.each(["cpu", "wasm"])("go on %s as in Keras", async (backend) => {
    await start(backend);
    const { frozen = [], weighted, ...options } = RUNS[name];
    const model = net(frozen);
    const losses: number[] = [];
    await fit(model, {
      train: fromArray([{ inputs, targets, ...(weighted === true ? { weights } : {}) }]),
      epochs: 4,
      loss: binaryCrossEntropy(),
      callbacks: [{ onStepEnd: ({ loss }) => void losses.push(loss) }],
      ...options,
    });
    for (const [step, loss] of expected.losses.entries()) expect(losses[step]).toBeCloseTo(loss, 5);
    for (const [of, variable] of allVariables(model)) {
      for (const [at, value] of (await variable.data()).entries()) {
        expect(value, `${of}[${String(at)}]`).toBeCloseTo(expected.after[of][at], 4);
      }
    }
    const { data } = await infer(model)(inputs);
    for (const [row, score] of expected.predictions.entries()) expect(data[row]).toBeCloseTo(score, 4);
  });
});

describe("accumulated batches", () => {
  it("make the step of one larger batch", async () => {
    await start("cpu");
    const half = (from: number) => ({
      inputs: { data: inputs.data.slice(3 * from, 3 * from + 9), shape: [3, 3] },
      targets: { data: targets.data.slice(from, from + 3), shape: [3] },
    });
    const frozen = ["norm"]; // batch normalisation in training sees the smaller batches
    const options = { epochs: 3, loss: binaryCrossEntropy(), schedule: 0.05 };
    const [whole, parts] = [net(frozen), net(frozen)];
    const one = await fit(whole, { ...options, train: fromArray([{ inputs, targets }]) });
    const two = await fit(parts, { ...options, train: fromArray([half(0), half(3)]), accumulate: 2 });
    expect(two.steps).toBe(one.steps);
    expect(two.epochs[2].logs["loss"]).toBeCloseTo(one.epochs[2].logs["loss"], 5);
    const [a, b] = [await infer(whole)(inputs), await infer(parts)(inputs)];
    for (const [row, score] of a.data.entries()) expect(b.data[row]).toBeCloseTo(score, 5);
  });
});
