import { allVariables } from "@tensorloom/graph/internal";
import "@tensorflow/tfjs-backend-cpu";
import { env, memory, zerosLike } from "@tensorflow/tfjs-core";
import { initializers, layers, type LayersModel, sequential } from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { fromArray } from "@tensorloom/data";
import { beforeEach, describe, expect, it } from "vitest";
import { meanSquaredError } from "../losses/meanSquaredError.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";
import { fit } from "../trainer/fit.ts";
import { findLearningRate } from "./findLearningRate.ts";
import { steepestRate } from "./steepestRate.ts";

beforeEach(async () => {
  env().set("IS_TEST", true);
  await useBackend("cpu");
});

function net(): LayersModel {
  const kernelInitializer = initializers.glorotUniform({ seed: 3 });
  return sequential({
    layers: [
      layers.dense({ units: 4, inputShape: [1], kernelInitializer }),
      layers.batchNormalization({}),
      layers.dropout({ rate: 0.2 }),
      layers.dense({ units: 1, kernelInitializer }),
    ],
  });
}
const batches = [0, 1, 2].map((nth) => ({
  inputs: { data: Float32Array.of(-2, -1, 1, 2 + nth), shape: [4, 1] },
  targets: { data: Float32Array.of(-4, -2, 2, 4 + 2 * nth), shape: [4] },
}));
/** Not on a line, so that the loss does not become 0. */
const noisy = { ...batches[0], targets: { data: Float32Array.of(-5, -2, 2, 4), shape: [4] } };
const options = { train: fromArray(batches), loss: meanSquaredError() };
const numbersOf = (model: LayersModel): readonly (readonly number[])[] =>
  [...allVariables(model).values()].map((one) => [...one.dataSync()]);

describe("findLearningRate", () => {
  it("restores weights and statistics, and a later run is the same as without it", async () => {
    const [tested, untouched] = [net(), net()];
    const before = numbersOf(tested);
    const tensors = memory().numTensors;
    const { points } = await findLearningRate(tested, { ...options, optimizer: adam(), steps: 20 });
    expect(points.length).toBeGreaterThan(5);
    expect(numbersOf(tested)).toEqual(before);
    expect(memory().numTensors).toBe(tensors);
    const run = { ...options, optimizer: adam(), epochs: 3, schedule: 0.01 };
    const [one, other] = [await fit(tested, run), await fit(untouched, run)];
    expect(one).toEqual(other);
    expect(numbersOf(tested)).toEqual(numbersOf(untouched));
  });

  it("raises the rate by one factor a step, and smooths the loss", async () => {
    const { points } = await findLearningRate(net(), {
      ...options,
      start: 1e-6,
      end: 1e-4,
      steps: 3,
      smoothing: 0.5,
    });
    const rates = points.map(({ learningRate }) => learningRate);
    for (const [i, rate] of [1e-6, 1e-5, 1e-4].entries()) expect(rates[i] / rate).toBeCloseTo(1, 9);
    const [a, b, c] = points.map(({ loss }) => loss);
    expect(points[1].smoothedLoss).toBeCloseTo((a / 2 + b) / 1.5, 6);
    expect(points[2].smoothedLoss).toBeCloseTo((a / 4 + b / 2 + c) / 1.75, 6);
  });

  it("ends when the loss diverges, and draws it", async () => {
    const model = sequential({
      layers: [layers.dense({ units: 1, inputShape: [1], kernelInitializer: "zeros" })],
    });
    const curve = await findLearningRate(model, {
      ...options,
      train: fromArray([noisy]),
      optimizer: sgd(),
      start: 1e-4,
      end: 1e6,
      steps: 200,
    });
    const { points, suggested } = curve;
    expect(points.length).toBeLessThan(200);
    expect(suggested).toBeGreaterThan(1e-3);
    expect(suggested).toBeLessThan(0.5);
    expect(curve.plot()).toMatch(/^<svg [^]*stroke="crimson"[^]*<\/svg>\n$/);
    expect(curve.plot()).not.toContain("NaN");
  });

  it("throws what fit throws, and the signal's reason, with the weights restored", async () => {
    const model = net();
    const before = numbersOf(model);
    const stop = new AbortController();
    const train = fromArray(batches).map((batch) => {
      stop.abort(new Error("enough"));
      return batch;
    });
    await expect(findLearningRate(model, { ...options, train, signal: stop.signal })).rejects.toThrow(
      "enough",
    );
    expect(numbersOf(model)).toEqual(before);
    await expect(findLearningRate(model, { ...options, start: 0 })).rejects.toThrow(
      "findLearningRate: start",
    );
    await expect(findLearningRate(model, { ...options, epochs: 2 } as never)).rejects.toThrow(
      "findLearningRate: unknown option epochs",
    );
  });
});

it("leaves the weights of a model alone that another run trains", async () => {
  const model = net();
  const seen: unknown[] = [];
  const onEpochEnd = async (): Promise<void> => {
    const refused = findLearningRate(model, options);
    model.setWeights(model.getWeights().map((weight) => zerosLike(weight)));
    await expect(refused).rejects.toThrow("is being trained");
    seen.push(...numbersOf(model).flat());
  };
  await fit(model, { ...options, epochs: 1, callbacks: [{ onEpochEnd }] });
  expect(new Set(seen)).toEqual(new Set([0]));
});

describe("steepestRate", () => {
  const points = (losses: readonly number[]) =>
    losses.map((loss, i) => ({ learningRate: 10 ** i, loss, smoothedLoss: loss }));

  it("is the rate of the steepest fall before the minimum", () => {
    expect(steepestRate(points([5, 4.9, 4, 2, 1.5, 9]))).toBe(100); // falls by 2.9 over two decades there
  });
  it("is undefined if the loss never falls", () => {
    expect(steepestRate(points([1, 2, 3]))).toBeUndefined();
  });
});
