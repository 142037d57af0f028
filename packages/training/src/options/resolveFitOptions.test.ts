import { fromArray } from "@tensorloom/data";
import { layers, sequential } from "@tensorflow/tfjs-layers";
import { env } from "@tensorflow/tfjs-core";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import type { Batch } from "../batch/batch.ts";
import { evaluate } from "../trainer/evaluate.ts";
import { fit } from "../trainer/fit.ts";
import { binaryCrossEntropy } from "../losses/binaryCrossEntropy.ts";
import { binaryFocalCrossEntropy } from "../losses/binaryFocalCrossEntropy.ts";
import { categoricalCrossEntropy } from "../losses/categoricalCrossEntropy.ts";
import { sparseCategoricalCrossEntropy } from "../losses/sparseCategoricalCrossEntropy.ts";
import { adam } from "../optimizers/adam.ts";
import { sgd } from "../optimizers/sgd.ts";
import { predict } from "../predictor/predict.ts";

beforeAll(async () => {
  env().set("IS_TEST", true);
  await useBackend("cpu");
});

describe.each([
  ["adam", adam],
  ["binaryCrossEntropy", binaryCrossEntropy],
  ["binaryFocalCrossEntropy", binaryFocalCrossEntropy],
  ["categoricalCrossEntropy", categoricalCrossEntropy],
  ["sgd", sgd],
  ["sparseCategoricalCrossEntropy", sparseCategoricalCrossEntropy],
] as const)("%s", (name, make: (options: never) => unknown) => {
  it("rejects an option that it does not know, as JavaScript may pass it", () => {
    expect(() => make({ unheardOf: 1 } as never)).toThrow(`${name}: unknown option unheardOf; known are `);
  });
});

describe("a learning rate", () => {
  const sentence = (name: string) =>
    `${name}: the learning rate is an option of fit: write fit(model, { optimizer: ${name}(), schedule: 0.001 })`;

  it.each([0.001, { learningRate: 0.001 }, { learning_rate: 0.001 }, { lr: 0.001 }])(
    "is no option of an optimizer: %j",
    (options) => {
      expect(() => adam(options as never)).toThrow(sentence("adam"));
      expect(() => sgd(options as never)).toThrow(sentence("sgd"));
    },
  );
});

describe("fit, evaluate and predict", () => {
  const model = () =>
    sequential({ layers: [layers.dense({ units: 1, activation: "sigmoid", inputShape: [1] })] });
  const batch: Batch = {
    inputs: { data: Float32Array.of(1), shape: [1, 1] },
    targets: { data: Float32Array.of(1), shape: [1] },
  };
  const train = fromArray([batch]);
  const loss = binaryCrossEntropy();

  it("reject options that they do not know", async () => {
    const run = { train, epochs: 1, loss };
    await expect(fit(model(), { ...run, momentum: 0.9 } as never)).rejects.toThrow(
      "fit: unknown option momentum; known are train, ",
    );
    await expect(fit(model(), { ...run, clip: { clipnorm: 1 } } as never)).rejects.toThrow(
      "fit: clip: unknown option clipnorm; known are norm, value",
    );
    await expect(fit(model(), { ...run, replicas: { size: 2 } } as never)).rejects.toThrow(
      "fit: replicas: unknown option size",
    );
    await expect(evaluate(model(), train, { loss, metric: [] } as never)).rejects.toThrow(
      "evaluate: unknown option metric; known are loss, metrics, signal, replicas, engine, onEngine, augmentations, includeOriginal, average, weights, seed; did you mean metrics?",
    );
    await expect(predict(model(), train, { batchSize: 2 } as never)).rejects.toThrow(
      "predict: unknown option batchSize",
    );
  });
});
