import { join } from "node:path";
import "@tensorflow/tfjs-backend-cpu";
import { env, setBackend } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import { loadWeights } from "../weights/loadWeights.ts";
import { readWeights } from "./readWeights.ts";

const fixture = (name: string): string => join(import.meta.dirname, "..", "..", "fixtures", name);

beforeAll(async () => {
  env().set("IS_TEST", true);
  await setBackend("cpu");
});

/** The first number of each weight of a model; fixtures/hdf5.py counts them from 0. */
const firsts = (model: LayersModel) =>
  model.layers.flatMap((layer) => layer.weights.map((weight) => weight.read().dataSync()[0]));

function normalizations(): LayersModel {
  return sequential({
    layers: [
      layers.batchNormalization({
        name: "no_gamma",
        scale: false,
        inputShape: [3],
      }),
      layers.batchNormalization({ name: "no_beta", center: false }),
      layers.batchNormalization({ name: "both" }),
    ],
  });
}

describe("normalisations without gamma or beta", () => {
  it("have the right kinds of weights in a .keras archive", async () => {
    const names = [...(await readWeights(fixture("normalizations.keras"))).keys()].sort();
    expect(names.filter((name) => !name.startsWith("both"))).toEqual([
      "no_beta/gamma",
      "no_beta/moving_mean",
      "no_beta/moving_variance",
      "no_gamma/beta",
      "no_gamma/moving_mean",
      "no_gamma/moving_variance",
    ]);
  });

  it.each(["normalizations.keras", "normalizations.weights.h5"])("are loaded from %s", async (file) => {
    const model = normalizations();
    loadWeights(model, await readWeights(fixture(file)));
    expect(firsts(model)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });
});

describe("layers of the same name in two inner models", () => {
  const inner = (name: string) =>
    sequential({
      name,
      layers: [layers.dense({ name: "same", units: 2, inputShape: [2] })],
    });

  it.each(["same-names.h5", "same-names.weights.h5"])("each get their own weights from %s", async (file) => {
    const model = sequential({ layers: [inner("first"), inner("second")] });
    const weights = await readWeights(fixture(file));
    expect([...weights.keys()].sort()).toEqual([
      "first/same/bias",
      "first/same/kernel",
      "second/same/bias",
      "second/same/kernel",
    ]);
    loadWeights(model, weights);
    expect(firsts(model)).toEqual([0, 1, 2, 3]);
  });

  it("do not take the place of one that the file lacks", async () => {
    const weights = new Map(await readWeights(fixture("same-names.h5")));
    weights.delete("second/same/bias");
    expect(() => {
      loadWeights(sequential({ layers: [inner("first"), inner("second")] }), weights);
    }).toThrow("second/same/bias: missing, expected [2]");
  });
});
