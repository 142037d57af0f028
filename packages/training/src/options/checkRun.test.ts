import { useBackend } from "@tensorloom/backend";
import { fromArray, fromIterable } from "@tensorloom/data";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import { earlyStopping } from "../callbacks/earlyStopping.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import type { FitOptions } from "./fitOptions.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { sparseCategoricalCrossEntropy } from "../losses/sparseCategoricalCrossEntropy.ts";
import { adam } from "../optimizers/adam.ts";
import { predict } from "../predictor/predict.ts";

const batch: Batch = {
  inputs: { data: Float32Array.of(-2, -1, 1, 2), shape: [4, 1] },
  targets: { data: Float32Array.of(0, 0, 1, 1), shape: [4] },
};

function net(): LayersModel {
  return sequential({ layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] })] });
}

const valid = { train: fromArray([batch]), epochs: 1, loss: binaryCrossEntropy() };

/** Options that the compiler refuses: JavaScript does not. */
function wrong(options: Readonly<Record<string, unknown>>): FitOptions {
  return { ...valid, ...options };
}

beforeAll(() => useBackend("cpu"));

describe("fit explains an invalid option, and what to write instead", () => {
  it.each<readonly [Readonly<Record<string, unknown>>, RegExp]>([
    [
      { train: [batch] },
      /^fit: train must be a dataset of batches \(a Source\), got an array of 1; write fromArray/,
    ],
    [{ train: batch }, /that is one batch: write fromArray\(\[batch\]\)/],
    [{ train: undefined }, /^fit: train must be a dataset of batches/],
    [{ validation: [batch] }, /^fit: validation must be a dataset of batches/],
    [
      { loss: "binaryCrossentropy" },
      /^fit: loss must be a loss such as .*, got "binaryCrossentropy"; write loss: binaryCrossEntropy\(\)$/,
    ],
    [{ loss: "mse" }, /write loss: meanSquaredError\(\)$/],
    [{ loss: "binary_crossentropy" }, /write loss: binaryCrossEntropy\(\)$/],
    [{ loss: "hinge" }, /known are binaryCrossEntropy\(\), /],
    [{ loss: binaryCrossEntropy }, /got function binaryCrossEntropy; call it: binaryCrossEntropy\(\)$/],
    [{ loss: undefined }, /^fit: loss must be a loss such as binaryCrossEntropy\(\), got undefined$/],
    [{ optimizer: "adam" }, /write optimizer: adam\(\)$/],
    [{ optimizer: adam }, /call it: adam\(\)$/],
    [{ callbacks: earlyStopping() }, /^fit: callbacks must be a list of callbacks/],
    [
      { callbacks: [earlyStopping] },
      /^fit: callbacks\[0\] must be a callback such as earlyStopping\(\), got function earlyStopping; call it/,
    ],
    [
      { callbacks: [{}, null] },
      /^fit: callbacks\[1\] must be a callback such as earlyStopping\(\), got null$/,
    ],
    [{ callbacks: ["earlyStopping"] }, /^fit: callbacks\[0\] must be a callback/],
    [{ callbacks: [{ restore: 3 }] }, /^fit: callbacks\[0\]\.restore must be a function, got 3$/],
    [{ callbacks: [{ onEpochEnd: 3 }] }, /^fit: callbacks\[0\]\.onEpochEnd must be a function, got 3$/],
    [
      { callbacks: [{ onEpochEnds: () => undefined }] },
      /there is no event onEpochEnds; did you mean onEpochEnd\?$/,
    ],
    [{ callbacks: [{ on_train_batch_begin: () => undefined }] }, /did you mean onTrainBatch\?$/],
    [{ callbacks: [{ on_test_batch_end: () => undefined }] }, /did you mean onValidationBatch\?$/],
    [{ callbacks: [{ onGradient: () => undefined }] }, /did you mean onGradients\?$/],
    [{ metrics: "auc" }, /^fit: metrics must be a list of names and metrics, got "auc"$/],
    [{ metrics: ["acc"] }, /^fit: metrics\[0\] must be one of accuracy, .*did you mean accuracy\?$/],
    [{ metrics: ["accuracy", "aucc"] }, /^fit: metrics\[1\] must be one of .*did you mean auc\?$/],
    [{ metrics: [3] }, /^fit: metrics\[0\] must be a metric or a name such as "accuracy", got 3$/],
    [{ metrics: ["auc", "auc"] }, /^fit: metrics must have different names, got auc twice$/],
    [
      { train: fromArray([{ inputs: Float32Array.of(1), targets: 1 }]) },
      /single elements, whose inputs are an object \(Float32Array\): add \.batch\(16, \{ collate: stack \}\)/,
    ],
    [{ train: fromArray([{ inputs: batch.inputs, targets: 1 }]) }, /whose targets are 1: add \.batch/],
    [
      { train: fromArray([{ image: batch.inputs, targets: batch.targets }]) },
      /got an element without inputs: it has image, targets$/,
    ],
    [{ train: fromArray([3]) }, /^fit: train \(.*\) must deliver batches .*, got 3$/],
  ])("%j", async (options, sentence) => {
    const error: unknown = await fit(net(), wrong(options)).catch((thrown: unknown) => thrown);
    expect(["TypeError", "RangeError"]).toContain((error as Error).name);
    expect((error as Error).message).toMatch(sentence);
    expect((error as Error).message).not.toContain("\n");
  });

  it("evaluate and predict do too", async () => {
    const loss = binaryCrossEntropy();
    const list = [batch] as never;
    await expect(evaluate(net(), list, { loss })).rejects.toThrow(
      /^evaluate: source must be a dataset of batches/,
    );
    await expect(predict(net(), list)).rejects.toThrow(/^predict: source must be a dataset of batches/);
    await expect(predict(net(), fromArray([{ inputs: 1 }]) as never)).rejects.toThrow(/single elements/);
    await expect(evaluate(net(), fromArray([batch]), { loss, metrics: ["acc"] as never })).rejects.toThrow(
      /^evaluate: metrics\[0\] must be one of/,
    );
  });
});

describe("an empty validation set", () => {
  it.each([
    ["of known size", fromArray<Batch>([])],
    ["of unknown size", fromIterable<Batch>(() => [])],
  ])("%s is found before a weight changes", async (_name, validation) => {
    const model = net();
    const before = model.getWeights().map((weight) => [...weight.dataSync()]);
    await expect(fit(model, { ...valid, validation })).rejects.toThrow(
      /^fit: validation \(.*\) has no batch; leave it out/,
    );
    expect(model.getWeights().map((weight) => [...weight.dataSync()])).toEqual(before);
  });

  it("no batches are found too", async () => {
    const validation = fromIterable(() => [{ inputs: 1 }]) as never;
    await expect(fit(net(), { ...valid, validation })).rejects.toThrow(
      /^fit: validation \(.*\) must deliver batches/,
    );
  });
});

describe("a validation set that does not fit", () => {
  const wide: Batch = { ...batch, inputs: { data: new Float32Array(8), shape: [4, 2] } };
  const twoTargets: Batch = { ...batch, targets: { data: new Float32Array(8), shape: [4, 2] } };
  const fewTargets: Batch = { ...batch, targets: { data: new Float32Array(3), shape: [3] } };
  const outside: Batch = { ...batch, targets: { data: Float32Array.of(0, 1, 2, 0), shape: [4] } };
  const cut: Batch = { ...batch, inputs: { data: new Float32Array(3), shape: [4, 1] } };

  it.each([
    [
      "inputs of another shape",
      wide,
      /^fit: validation \(.*\): .* reads inputs of shape \[any, 1\], got \[4, 2\]$/,
    ],
    [
      "several inputs",
      { ...batch, inputs: [wide.inputs, wide.inputs] as never },
      /^fit: validation \(.*\): /,
    ],
    [
      "inputs with fewer numbers than the shape says",
      cut,
      /^fit: validation \(.*\): inputs of shape \[4, 1\]/,
    ],
    [
      "targets of another shape",
      twoTargets,
      /^fit: validation \(.*\): .* targets must have shape \[4, 1\], got \[4, 2\]$/,
    ],
    ["targets of other rows", fewTargets, /^fit: validation \(.*\): .* got \[3\]$/],
    [
      "labels that the loss refuses",
      outside,
      /^fit: validation \(.*\): .* from 0 to 1, got 2 at position 2$/,
    ],
  ])("%s are rejected before a weight changes", async (_name, first, message) => {
    for (const validation of [fromArray([first]), fromIterable(() => [first])]) {
      const model = net();
      const before = [...model.getWeights()[0].dataSync()];
      let begun = false;
      const callbacks = [{ onBegin: () => void (begun = true) }];
      await expect(fit(model, { ...valid, validation, callbacks })).rejects.toThrow(message);
      expect([...model.getWeights()[0].dataSync(), begun]).toEqual([...before, false]);
    }
  });

  it("is checked with class labels, and training continues if it fits", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 3, activation: "softmax", inputShape: [1] })],
    });
    const loss = sparseCategoricalCrossEntropy();
    const beyond = { ...batch, targets: { data: Float32Array.of(0, 1, 2, 3), shape: [4] } };
    await expect(fit(model, { ...valid, loss, validation: fromArray([beyond]) })).rejects.toThrow(
      /^fit: validation \(.*\): sparseCategoricalCrossEntropy: /,
    );
    expect((await fit(model, { ...valid, loss, validation: fromArray([batch]) })).epochs).toHaveLength(1);
  });
});

describe("two runs at the same time", () => {
  it("on one model are rejected; the first one continues, and the model is free after it", async () => {
    const model = net();
    const first = fit(model, { ...valid, epochs: 3 });
    await expect(fit(model, valid)).rejects.toThrow(/is being trained: another fit on/);
    expect((await first).epochs).toHaveLength(3);
    expect((await fit(model, valid)).epochs).toHaveLength(1);
  });

  it("on models that share layers are rejected", async () => {
    const model = net();
    const outer = sequential({ layers: [model] });
    const first = fit(model, valid);
    await expect(fit(outer, valid)).rejects.toThrow(/is being trained/);
    await first;
  });

  it("leave the model free if the first one fails", async () => {
    const model = net();
    await expect(fit(model, { ...valid, train: fromArray<Batch>([]) })).rejects.toThrow("has no batches");
    expect((await fit(model, valid)).steps).toBe(1);
  });

  it("may evaluate and predict meanwhile, from a callback too", async () => {
    const model = net();
    const seen: number[] = [];
    await fit(model, {
      ...valid,
      callbacks: [
        {
          async onEpochEnd() {
            seen.push((await evaluate(model, valid.train, { loss: valid.loss }))["loss"]);
          },
        },
      ],
    });
    expect(seen.every(Number.isFinite)).toBe(true);
    expect(seen).toHaveLength(1);
  });
});
