import { useBackend } from "@tensorloom/backend";
import { leavesOf } from "@tensorloom/graph/internal";
import { findRuntime } from "@tensorloom/onnx/internal";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { fromArray } from "@tensorloom/data";
import { beforeAll, describe, expect, it } from "vitest";
import { expectSameTraining, imageBatches, noise, trained } from "../../fixtures/enginesAgree.ts";
import { convolutionNet, randomNet, twoInputNet } from "../../fixtures/smallNets.ts";
import {
  adadelta,
  adagrad,
  adam,
  adamax,
  adamW,
  binaryCrossEntropy,
  binaryFocalCrossEntropy,
  categoricalCrossEntropy,
  type FitOptions,
  lamb,
  lion,
  type Loss,
  meanSquaredError,
  nadam,
  rmsprop,
  sgd,
  sparseCategoricalCrossEntropy,
} from "../index.ts";

const { runtime } = await findRuntime();

/** Both engines train the same model in the same way, which must end in the same weights. */
async function expectAgreement(build: () => LayersModel, options: Partial<FitOptions> = {}): Promise<void> {
  const expected = await trained(build, { ...options, engine: "tfjs" });
  const actual = await trained(build, { ...options, engine: "onnxruntime" });
  expectSameTraining(actual, expected);
  expect(await trained(build, { ...options, engine: "onnxruntime" })).toEqual(actual);
}

const weighted = imageBatches(4).map((batch) => ({
  ...batch,
  weights: { data: Float32Array.of(1, 0, 2, 0.5, 1, 3), shape: [6] },
}));

const RUNS: Readonly<Record<string, Partial<FitOptions>>> = {
  adam: { optimizer: adam() },
  "adam with other constants": { optimizer: adam({ beta1: 0.8, beta2: 0.95, epsilon: 1e-3 }) },
  "sgd with momentum": { optimizer: sgd({ momentum: 0.9, nesterov: true }), schedule: 0.05 },
  "AdamW, an average of weights and rates by layer": {
    optimizer: adamW({ weightDecay: 0.1, amsgrad: true }),
    ema: { momentum: 0.8 },
    layerRates: { "stem*": 0.1, "*/bias": 2 },
  },
  "centered RMSprop with weight decay": {
    optimizer: rmsprop({ centered: true, momentum: 0.5, epsilon: 1e-3, weightDecay: 0.1 }),
    schedule: 0.001,
  },
  LAMB: { optimizer: lamb() },
  Nadam: { optimizer: nadam() },
  Adagrad: { optimizer: adagrad(), schedule: 0.05 },
  Adadelta: { optimizer: adadelta(), schedule: 1 },
  Adamax: { optimizer: adamax() },
  Lion: { optimizer: lion({ weightDecay: 0.1 }), schedule: 0.001 },
  "an average of weights that overwrites them": { ema: { momentum: 0.7, overwriteEvery: 6 } },
  "clipping by norm": { clip: { norm: 0.05 }, optimizer: sgd(), schedule: 0.5 },
  "clipping by value": { clip: { value: 0.01 }, optimizer: sgd(), schedule: 0.5 },
  accumulation: { accumulate: 2, epochs: 4 },
  "micro-batches": { microBatch: 4 },
  "row weights": { train: fromArray(weighted) },
  "class weights and row weights": { train: fromArray(weighted), classWeights: [0.5, 3] },
  "label smoothing": { loss: binaryCrossEntropy({ labelSmoothing: 0.1 }) },
  "a smaller last batch": { train: fromArray([...imageBatches(3), ...imageBatches(1, 2)]) },
};

const LOSSES: readonly (readonly [Loss, "linear" | "sigmoid" | "softmax", number])[] = [
  [binaryCrossEntropy({ fromLogits: true }), "linear", 1],
  [binaryFocalCrossEntropy(), "sigmoid", 1],
  [binaryFocalCrossEntropy({ gamma: 0.5, alpha: 0.25, labelSmoothing: 0.1 }), "sigmoid", 1],
  [binaryCrossEntropy(), "softmax", 3],
  [categoricalCrossEntropy({ labelSmoothing: 0.1 }), "softmax", 3],
  [categoricalCrossEntropy({ fromLogits: true }), "linear", 3],
  [sparseCategoricalCrossEntropy(), "softmax", 3],
  [sparseCategoricalCrossEntropy({ fromLogits: true }), "linear", 3],
  [meanSquaredError(), "linear", 3],
  [meanSquaredError(), "sigmoid", 1],
];

function targetsFor({ name }: Loss, units: number) {
  return imageBatches(4).map((batch, at) => {
    const classes = Array.from({ length: 6 }, (_, row) => (row + at) % units);
    if (name === "sparseCategoricalCrossEntropy")
      return { ...batch, targets: { data: Int32Array.from(classes), shape: [6] } };
    if (units === 1) return batch;
    const data = Float32Array.from({ length: 6 * units }, (_, i) =>
      Number(classes[Math.floor(i / units)] === i % units),
    );
    return { ...batch, targets: { data, shape: [6, units] } };
  });
}

describe.skipIf(runtime === undefined)("ONNX Runtime trains on cpu as tfjs does", () => {
  beforeAll(() => useBackend("cpu"));

  it("with adam, dropout, regularisers, clipping and a smaller last batch", async () => {
    const train = fromArray([...imageBatches(3), ...imageBatches(1, 2)]);
    const build = (): LayersModel => convolutionNet({ dropout: 0.4, regularized: true });
    await expectAgreement(build, { train, clip: { norm: 0.5 } });
  });

  it("with momentum and weights of rows", async () => {
    const optimizer = sgd({ momentum: 0.9 });
    await expectAgreement(convolutionNet, { train: fromArray(weighted), optimizer });
  });
});

describe.skipIf(runtime === undefined)("ONNX Runtime trains on wasm as tfjs does", () => {
  beforeAll(() => useBackend("wasm"));

  it.each(Object.entries(RUNS))("with %s", async (_, options) => {
    await expectAgreement(convolutionNet, options);
  });

  it.each(LOSSES.map(([loss, ...net]) => [loss.name, ...net, loss] as const))(
    "with %s of %s outputs, %i of them",
    async (_, activation, units, loss) => {
      const train = fromArray(targetsFor(loss, units));
      await expectAgreement(() => convolutionNet({ activation, units }), { loss, train });
    },
  );

  it("with dropout and drop-connect from the same seeds", async () => {
    await expectAgreement(() => convolutionNet({ dropout: 0.4 }), { seed: 3 });
  });

  it("with regularisers", async () => {
    await expectAgreement(() => convolutionNet({ regularized: true }));
  });

  it.each<readonly [string, (name: string) => boolean]>([
    ["all layers but the head", (name) => name !== "head"],
    ["batch normalisation", (name) => name.endsWith("_norm")],
    ["the first layers", (name) => name.startsWith("stem")],
  ])("with %s frozen", async (_, isFrozen) => {
    const build = (): LayersModel => {
      const net = convolutionNet({ regularized: true });
      for (const { layer } of leavesOf(net)) if (isFrozen(layer.name)) layer.trainable = false;
      return net;
    };
    await expectAgreement(build);
  });

  it("with several inputs", async () => {
    const batches = imageBatches(4).map((batch, at) => {
      const images = noise(100 + at, 6, 8, 8, 3);
      return { ...batch, inputs: [images, noise(200 + at, 6, 5)] };
    });
    await expectAgreement(twoInputNet, { train: fromArray(batches) });
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])("with random network %i", async (seed) => {
    await expectAgreement(() => randomNet(seed), { optimizer: sgd({ momentum: 0.9 }) });
  });
});
