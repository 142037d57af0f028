import "@tensorflow/tfjs-backend-cpu";
import "@tensorflow/tfjs-backend-wasm";
import {
  env,
  type io,
  memory,
  randomNormal,
  tensor1d,
  tensor2d,
  tensor4d,
  type Tensor,
  tidy,
} from "@tensorflow/tfjs-core";
import {
  input,
  layers,
  type LayersModel,
  loadLayersModel,
  model as modelOf,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { beforeEach, describe, expect, it } from "vitest";
import { useBackend } from "@tensorloom/backend";
import { foldBatchNorm } from "./foldBatchNorm.ts";
import { fuse } from "../fuse/fuse.ts";
import { classes, distance, outputs, randomize } from "../../fixtures/predictions.ts";

function applied(layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor {
  return layer.apply(x) as SymbolicTensor;
}

type Build = () => LayersModel;
const convolved = (options: Partial<Parameters<typeof layers.conv2d>[0]> = {}): layers.Layer =>
  layers.conv2d({ filters: 4, kernelSize: 3, padding: "same", ...options });

/** Models by their special feature, and the layers of their folded forms after the input. */
const MODELS: Readonly<Record<string, readonly [build: Build, folded: readonly string[]]>> = {
  "a convolution without bias, its activation after it": [
    () =>
      sequential({
        layers: [
          convolved({ inputShape: [5, 4, 3], useBias: false }),
          layers.batchNormalization(),
          layers.activation({ activation: "swish" }),
        ],
      }),
    ["Conv2D"],
  ],
  "a separable convolution with a depth multiplier": [
    () =>
      sequential({
        layers: [
          layers.separableConv2d({ inputShape: [5, 4, 3], filters: 4, kernelSize: 3, depthMultiplier: 2 }),
          layers.batchNormalization(),
        ],
      }),
    ["SeparableConv2D", "BatchNormalization"],
  ],
  "bias, no scale, ReLU6": [
    () =>
      sequential({
        layers: [
          convolved({ inputShape: [5, 4, 3] }),
          layers.batchNormalization({ scale: false, epsilon: 0.1 }),
          layers.reLU({ maxValue: 6 }),
        ],
      }),
    ["Conv2D"],
  ],
  "zero padding, a depthwise convolution with two filters a channel, no centre": [
    () =>
      sequential({
        layers: [
          layers.zeroPadding2d({
            inputShape: [5, 4, 3],
            padding: [
              [0, 1],
              [1, 2],
            ],
          }),
          layers.depthwiseConv2d({ kernelSize: 3, strides: 2, depthMultiplier: 2, useBias: false }),
          layers.batchNormalization({ center: false }),
        ],
      }),
    ["ZeroPadding2D", "DepthwiseConv2D"],
  ],
  "dense layers, two normalisations in a row": [
    () =>
      sequential({
        layers: [
          layers.flatten({ inputShape: [5, 4, 3] }),
          layers.dense({ units: 3 }),
          layers.batchNormalization(),
          layers.batchNormalization(),
          layers.activation({ activation: "softmax" }),
        ],
      }),
    ["Flatten", "Dense"],
  ],
  "a normalisation of the input, and one after an activation": [
    () =>
      sequential({
        layers: [
          layers.batchNormalization({ inputShape: [5, 4, 3] }),
          convolved({ activation: "relu" }),
          layers.batchNormalization(),
        ],
      }),
    ["BatchNormalization", "Conv2D", "BatchNormalization"],
  ],
  "a normalisation by rows": [
    () =>
      sequential({ layers: [convolved({ inputShape: [5, 4, 3] }), layers.batchNormalization({ axis: 1 })] }),
    ["Conv2D", "BatchNormalization"],
  ],
  "a convolution that two layers read, and one that is an output": [
    () => {
      const image = input({ shape: [5, 4, 3] });
      const read = applied(convolved(), image);
      const added = applied(layers.add(), [read, applied(layers.batchNormalization(), read)]);
      const out = applied(convolved(), added);
      return modelOf({ inputs: image, outputs: [out, applied(layers.batchNormalization(), out)] });
    },
    ["Conv2D", "BatchNormalization", "Add", "Conv2D", "BatchNormalization"],
  ],
  "one convolution in two places": [
    () => {
      const image = input({ shape: [5, 4, 3] });
      const shared = convolved({ filters: 3 });
      const first = applied(layers.batchNormalization(), applied(shared, image));
      return modelOf({
        inputs: image,
        outputs: applied(layers.batchNormalization(), applied(shared, first)),
      });
    },
    ["Conv2D", "BatchNormalization", "BatchNormalization"],
  ],
  "one normalisation after two convolutions, and after their sum": [
    () => {
      const image = input({ shape: [5, 4, 3] });
      const shared = layers.batchNormalization();
      const [one, two] = [1, 2].map(() => applied(shared, applied(convolved(), image)));
      return modelOf({ inputs: image, outputs: applied(shared, applied(layers.add(), [one, two])) });
    },
    ["Conv2D", "Conv2D", "Add", "BatchNormalization"],
  ],
  "a model in a model, twice": [
    () => {
      const inner = sequential({
        layers: [
          convolved({ inputShape: [5, 4, 3], filters: 3 }),
          layers.batchNormalization(),
          layers.activation({ activation: "tanh" }),
        ],
      });
      const image = input({ shape: [5, 4, 3] });
      return modelOf({ inputs: image, outputs: applied(inner, applied(inner, image)) });
    },
    [expect.stringMatching(/^(Functional|Model)$/) as string],
  ],
};

describe.each(["cpu", "wasm"] as const)("a folded model on %s", (backend) => {
  beforeEach(async () => {
    await useBackend(backend);
    env().set("IS_TEST", backend === "cpu");
  });

  it.each(Object.entries(MODELS))("%s: computes the same outputs, also fused", async (_, [build, folded]) => {
    const model = randomize(build());
    const x = randomNormal([2, 5, 4, 3], 0, 1, "float32", 99);
    const expected = outputs(model, x);
    const before = model.getWeights().map((weight) => Array.from(weight.dataSync()));
    const copy = await foldBatchNorm(model);
    expect(classes(copy).filter((name) => name !== "InputLayer")).toEqual(folded);
    expect(distance(outputs(copy, x), expected)).toBeLessThan(1e-5);
    expect(distance(outputs(model, x), expected)).toBe(0);
    expect(model.getWeights().map((weight) => Array.from(weight.dataSync()))).toEqual(before);
    fuse(copy);
    const called = tidy(() => {
      const found = copy.apply(x) as Tensor | Tensor[];
      return (Array.isArray(found) ? found : [found]).map((tensor) => tensor.dataSync() as Float32Array);
    });
    expect(distance(called, expected)).toBeLessThan(1e-5);
  });
});

describe("foldBatchNorm", () => {
  beforeEach(async () => {
    await useBackend("cpu");
    env().set("IS_TEST", true);
  });

  it("computes kernel and bias as by hand", async () => {
    const dense = layers.dense({ units: 2, inputShape: [1] });
    const model = sequential({ layers: [dense, layers.batchNormalization({ epsilon: 1 })] });
    // y = 2 (3 x + 5 - 1) / sqrt(3 + 1) + 7 = 3 x + 11, and y = (4 x - 2) / sqrt(8 + 1) = 4/3 x - 2/3
    const values = [
      tensor2d([[3, 4]]),
      ...[
        [5, 0],
        [2, 1],
        [7, 0],
        [1, 2],
        [3, 8],
      ].map((list) => tensor1d(list)),
    ];
    model.setWeights(values);
    const [kernel, bias] = (await foldBatchNorm(model)).getWeights();
    expect(Array.from(kernel.dataSync())).toEqual([3, Math.fround(4 / 3)]);
    expect(Array.from(bias.dataSync())).toEqual([11, Math.fround(-2 / 3)]);
  });

  it("has weights of its own and leaks no tensor", async () => {
    const model = randomize(MODELS["one normalisation after two convolutions, and after their sum"][0]());
    const before = memory().numTensors;
    const folded = await foldBatchNorm(model);
    expect(memory().numTensors).toBe(before + folded.weights.length);
    folded.dispose();
    expect(memory().numTensors).toBe(before);
    const x = tensor4d(new Float32Array(60).fill(1), [1, 5, 4, 3]);
    expect(outputs(model, x)[0].every(Number.isFinite)).toBe(true);
  });

  it("saves so that stock tfjs can load it", async () => {
    const folded = await foldBatchNorm(
      randomize(MODELS["a convolution without bias, its activation after it"][0]()),
    );
    let saved: io.ModelArtifacts | undefined;
    await folded.save({
      save: (artifacts) => {
        saved = artifacts;
        return Promise.resolve({ modelArtifactsInfo: { dateSaved: new Date(0), modelTopologyType: "JSON" } });
      },
    });
    const loaded = await loadLayersModel({ load: () => Promise.resolve(saved ?? {}) });
    const x = randomNormal([1, 5, 4, 3], 0, 1, "float32", 3);
    expect(distance(outputs(loaded, x), outputs(folded, x))).toBe(0);
    expect(loaded.weights.map(({ originalName }) => originalName)).toEqual(
      folded.weights.map(({ originalName }) => originalName),
    );
  });
});
