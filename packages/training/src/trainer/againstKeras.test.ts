import { tensor } from "@tensorflow/tfjs-core";
import { layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray, fromIterable, range } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import { earlyStopping } from "../callbacks/earlyStopping.ts";
import { evaluate } from "./evaluate.ts";
import { fit } from "./fit.ts";
import type { FitOptions } from "../options/fitOptions.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { predict } from "../predictor/predict.ts";

const array = (...shape: number[]) => ({
  data: new Float32Array(shape.reduce((size, side) => size * side, 1)),
  shape,
});
const batch = { inputs: array(4, 2), targets: array(4) };
const valid = { train: fromArray([batch]), epochs: 1, loss: binaryCrossEntropy() };

function net(): LayersModel {
  return sequential({ layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [2] })] });
}

/** JavaScript passes what the compiler refuses. */
const untyped = { evaluate, fit, predict } as unknown as Readonly<
  Record<string, (...values: readonly unknown[]) => Promise<unknown>>
>;

beforeAll(() => useBackend("cpu"));

describe("fit, written as in Keras, says what to write", () => {
  it.each<readonly [Readonly<Record<string, unknown>>, RegExp]>([
    [{ batchSize: 32 }, /^fit: unknown option batchSize; batch the dataset/],
    [{ class_weight: {} }, /^fit: unknown option class_weight; write classWeights: \[1, 5\]/],
    [{ learningRate: 0.1 }, /; write schedule: 0.001$/],
    [{ loss: "mae" }, /^fit: loss must be .* got "mae"; known are/],
    [{ schedule: "0.1" }, /^fit: schedule must be a learning rate or a schedule/],
    [{ optimizer: { minimize: 1 } }, /; write adam\(\) or sgd\(\)/],
    [{ train: Promise.resolve() }, /; await it first$/],
    [{ train: [batch].values() }, /; write fromIterable/],
    [
      { train: fromIterable(() => [{ ...batch, inputs: tensor([[1, 2]]) }]) },
      /inputs that are a tensor: write \{ data: await/,
    ],
    [
      { train: fromArray([{ ...batch, targets: { data: [1], shape: [1] } }]) },
      /whose data must be a typed array of numbers, got an array/,
    ],
    [
      { train: fromArray([{ ...batch, targets: { data: new BigInt64Array(4), shape: [4] } }]) },
      /must be a typed array of numbers, got a BigInt64Array/,
    ],
    [{ callbacks: [{ onTrainEnd: () => undefined }] }, /no event onTrainEnd; did you mean onEnd\?/],
    [{ callbacks: [{ on_batch_end: () => undefined }] }, /did you mean onStepEnd\?/],
    [{ callbacks: [earlyStopping()] }, /; pass fit a validation dataset, or write monitor: "loss"$/],
    [{ signal: new AbortController() }, /^fit: signal must be an AbortSignal, .*the controller's signal$/],
    [{ clip: { norm: 0 } }, /^fit: clip.norm must be above 0, got 0$/],
    [{ recompute: "yes" }, /recompute must be a boolean, \{ every \} or \{ bytes \}, got "yes"$/],
    [{ recompute: { evry: 2 } }, /unknown option evry; known are every, bytes; did you mean every\?$/],
  ])("%o", async (options, expected) => {
    await expect(fit(net(), { ...valid, ...options })).rejects.toThrow(expected);
  });

  it("rejects arrays by position, and what is not a model", async () => {
    await expect(untyped["fit"](net(), array(4, 2), array(4))).rejects.toThrow(
      /^fit: takes one object of options/,
    );
    await expect(untyped["fit"](net(), valid.train, { epochs: 1 })).rejects.toThrow(/^fit: takes one object/);
    await expect(untyped["fit"](valid)).rejects.toThrow(/^fit: model must be a LayersModel/);
    await expect(untyped["predict"](undefined, valid.train)).rejects.toThrow(/^predict: model must be/);
    await expect(untyped["evaluate"]({}, valid.train, valid)).rejects.toThrow(/^evaluate: model must be/);
    await expect(fit(sequential(), valid)).rejects.toThrow(/has no layers yet/);
  });

  it("leaves the model as it was after a wrong recompute", async () => {
    const model = net();
    await expect(fit(model, { ...valid, recompute: "yes" } as unknown as FitOptions)).rejects.toThrow(
      "recompute",
    );
    expect((await fit(model, valid)).steps).toBe(1);
  });
});

it("evaluate and predict refuse a dataset without end", async () => {
  const endless = range(1)
    .map(() => batch)
    .repeat();
  await expect(evaluate(net(), endless, { loss: valid.loss })).rejects.toThrow(
    /^evaluate: source \(.*has no end/,
  );
  await expect(predict(net(), endless)).rejects.toThrow(/^predict: source \(.*has no end/);
});
