import { allVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import { env } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeEach, describe, expect, it } from "vitest";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { layerDecay } from "../options/layerDecay.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { fit } from "../trainer/fit.ts";
import { adamW } from "./adamW.ts";
import { withLayerRates } from "./layerRates.ts";
import { optimizerFromConfig } from "./optimizerFromConfig.ts";
import { sgd } from "./sgd.ts";

beforeEach(async () => {
  env().set("IS_TEST", false);
  await useBackend("wasm");
});

function net(): LayersModel {
  const dense = (name: string) =>
    layers.dense({ units: 2, name, kernelInitializer: "ones", useBias: name !== "stem", inputShape: [2] });
  return sequential({ layers: [dense("stem"), dense("block1a"), dense("head")] });
}
const batch = {
  inputs: { data: Float32Array.of(1, 2, -1, 3), shape: [2, 2] },
  targets: { data: Float32Array.of(1, 0, 0, 1), shape: [2, 2] },
};
const options: FitOptions = {
  train: fromArray([batch]),
  epochs: 1,
  loss: meanSquaredError(),
  optimizer: sgd(),
  schedule: 0.01,
};
const numbersOf = (model: LayersModel): Readonly<Record<string, readonly number[]>> =>
  Object.fromEntries([...allVariables(model)].map(([name, one]) => [name, [...one.dataSync()]]));

/** How much one step changes each variable, beside a step with one rate for all. */
async function factorsOf(layerRates: FitOptions["layerRates"]): Promise<Readonly<Record<string, number>>> {
  const [plain, scaled, before] = [net(), net(), numbersOf(net())];
  await fit(plain, options);
  await fit(scaled, { ...options, layerRates });
  const [one, other] = [numbersOf(plain), numbersOf(scaled)];
  return Object.fromEntries(
    Object.keys(before).map((name) => {
      const ratio = (other[name][0] - before[name][0]) / (one[name][0] - before[name][0]);
      return [name, Number(ratio.toFixed(3))];
    }),
  );
}

describe("layerRates", () => {
  it("multiply the rate by pattern of layers and variables, the first that matches", async () => {
    expect(await factorsOf({ "block1*": 0.5, "*/bias": 0.25, stem: 0 })).toEqual({
      "stem/kernel": 0,
      "block1a/kernel": 0.5,
      "block1a/bias": 0.5,
      "head/kernel": 1,
      "head/bias": 0.25,
    });
  });

  it("may be a function, or layerDecay", async () => {
    const byName = await factorsOf((variable) => (variable.startsWith("head") ? 1 : 0.1));
    expect(byName).toMatchObject({ "stem/kernel": 0.1, "head/kernel": 1 });
    expect(await factorsOf(layerDecay(["stem*", "block1*"], 0.5))).toMatchObject({
      "stem/kernel": 0.25,
      "block1a/kernel": 0.5,
      "head/kernel": 1,
    });
  });

  it("keep their patterns while layers are unfrozen one after another", async () => {
    const model = net();
    const layerRates = layerDecay(["stem*", "block1*"], 0.1);
    for (const free of [["head"], ["block1a", "head"], ["stem", "block1a", "head"]]) {
      for (const layer of model.layers) layer.trainable = free.includes(layer.name);
      const before = numbersOf(model);
      await fit(model, { ...options, optimizer: adamW({ weightDecay: 0 }), layerRates, schedule: 0.1 });
      const after = numbersOf(model);
      // a first step of Adam has the size of the rate
      const steps = ["stem", "block1a", "head"].map((name) =>
        Math.abs(after[`${name}/kernel`][0] - before[`${name}/kernel`][0]).toFixed(3),
      );
      const expected = ["0.001", "0.010", "0.100"].map((size, i) =>
        free.includes(["stem", "block1a", "head"][i]) ? size : "0.000",
      );
      expect(steps).toEqual(expected);
    }
  });

  it("are the same on replicas", async () => {
    const layerRates = { "block1*": 0.5, stem: 0.1 };
    const [one, two] = [net(), net()];
    const run = { ...options, optimizer: adamW(), epochs: 3, layerRates };
    await fit(one, run);
    await fit(two, { ...run, replicas: 2 });
    const [a, b] = [numbersOf(one), numbersOf(two)];
    for (const [name, numbers] of Object.entries(a))
      for (const [i, value] of numbers.entries()) expect(b[name][i]).toBeCloseTo(value, 5);
  });

  it("refuse patterns that match nothing, and factors below 0", async () => {
    await expect(fit(net(), { ...options, layerRates: { blok1: 0.5 } })).rejects.toThrow(
      /fit: layerRates: "blok1" matches no variable of sequential.*; they are stem\/kernel, block1a\/kernel/,
    );
    await expect(fit(net(), { ...options, layerRates: { stem: -1 } })).rejects.toThrow(
      "fit: layerRates: stem must be a finite number of at least 0, got -1",
    );
    await expect(fit(net(), { ...options, layerRates: 0.5 as never })).rejects.toThrow(
      "fit: layerRates must be factors by pattern",
    );
  });
});

it("the state of an optimizer with layer rates is that of the optimizer", async () => {
  const factors = { "stem/kernel": 0.5 };
  const wrapped = withLayerRates(adamW(), factors);
  const variables = new Map([...allVariables(net())]);
  const bound = optimizerFromConfig(JSON.parse(JSON.stringify(wrapped.config)) as never).bind(variables); // a config
  const gradients = Object.fromEntries([...variables].map(([name, one]) => [name, one.clone()]));
  bound.apply(gradients, 0.1);
  const state = await bound.state();
  expect(state.updates).toBe(1);
  expect(Object.keys(state.slots).length).toBe(2 * variables.size);
  const again = adamW().bind(variables, state);
  expect(await again.state()).toEqual(state);
});
