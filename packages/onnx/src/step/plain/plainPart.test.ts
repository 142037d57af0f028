import "@tensorflow/tfjs-backend-cpu";
import {
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { useBackend } from "@tensorloom/backend";
import { beforeAll, describe, expect, it } from "vitest";
import { hasRuntime } from "../../../fixtures/runModel.ts";
import { randomNumbers, stepDifference } from "../../../fixtures/stepDifference.ts";

type Sides = readonly [number, ...number[]];

/** A layer between two that have weights, so that gradients flow through it. */
function between(layer: layers.Layer, inputShape: Sides = [6, 5, 3], useBias = true): LayersModel {
  const first = layers.dense({ units: 4, inputShape: [...inputShape], useBias });
  return sequential({ layers: [first, layer, layers.dense({ units: 2 })] });
}

/** Two layers with weights whose outputs a layer merges. */
function merging(layer: layers.Layer, shapes: readonly Sides[]): LayersModel {
  const inputs = shapes.map((shape) => input({ shape: [...shape] }));
  const merged = inputs.map((one) => layers.dense({ units: 3 }).apply(one) as SymbolicTensor); // one tensor
  const outputs = layers.dense({ units: 2 }).apply(layer.apply(merged)) as SymbolicTensor; // one tensor
  return model({ inputs, outputs });
}

const conv2d = (options: Partial<Parameters<typeof layers.conv2d>[0]>): layers.Layer =>
  layers.conv2d({ filters: 5, kernelSize: 3, ...options });
const depthwise = (options: Partial<Parameters<typeof layers.depthwiseConv2d>[0]>): layers.Layer =>
  layers.depthwiseConv2d({ kernelSize: 3, ...options });

const MODELS: Readonly<Record<string, () => LayersModel>> = {
  convolution: () => between(conv2d({})),
  "convolution with padding": () => between(conv2d({ padding: "same" })),
  "convolution without bias": () => between(conv2d({ useBias: false, activation: "relu" })),
  "convolution of 1x1": () => between(conv2d({ kernelSize: 1 })),
  "convolution of 1x1 on one pixel": () => between(conv2d({ kernelSize: 1 }), [1, 1, 3]),
  "convolution of 1x1 with a stride": () => between(conv2d({ kernelSize: 1, strides: 2 })),
  "convolution with strides": () => between(conv2d({ strides: 2, padding: "same" })),
  "convolution with strides on even sides": () => between(conv2d({ strides: 2, padding: "same" }), [6, 8, 3]),
  "convolution with strides that leave rows over": () => between(conv2d({ strides: 3 }), [8, 7, 3]),
  "convolution with a long kernel": () => between(conv2d({ kernelSize: [1, 4], strides: [2, 1] })),
  "depthwise convolution": () => between(depthwise({ padding: "same" })),
  "depthwise convolution with strides": () =>
    between(depthwise({ strides: 2, padding: "same", kernelSize: 5 })),
  "depthwise convolution with a multiplier": () => between(depthwise({ depthMultiplier: 2, strides: 2 })),
  "separable convolution": () =>
    between(layers.separableConv2d({ filters: 5, kernelSize: 3, depthMultiplier: 2 })),
  // A bias before it has no gradient but rounding errors.
  "normalization of images": () => between(layers.batchNormalization(), [6, 5, 3], false),
  "normalization of rows": () => between(layers.batchNormalization(), [5], false),
  "normalization of sequences": () => between(layers.batchNormalization(), [4, 5], false),
  "maximum pooling": () => between(layers.maxPooling2d({ poolSize: 2 })),
  "maximum pooling of windows that overlap": () =>
    between(layers.maxPooling2d({ poolSize: 3, strides: 2, padding: "same" })),
  "average pooling": () => between(layers.averagePooling2d({ poolSize: [2, 3], strides: [1, 2] })),
  "global average pooling": () => between(layers.globalAveragePooling2d({})),
  "global maximum pooling": () => between(layers.globalMaxPooling2d({})),
  padding: () =>
    between(
      layers.zeroPadding2d({
        padding: [
          [1, 2],
          [0, 3],
        ],
      }),
    ),
  "padding before a convolution": () =>
    sequential({
      layers: [
        layers.dense({ units: 4, inputShape: [6, 6, 3] }),
        layers.zeroPadding2d({
          padding: [
            [0, 1],
            [0, 1],
          ],
        }),
        layers.depthwiseConv2d({ kernelSize: 3, strides: 2 }),
      ],
    }),
  cropping: () =>
    between(
      layers.cropping2D({
        cropping: [
          [1, 0],
          [2, 1],
        ],
      }),
    ),
  // On images that are not square tfjs's own gradient fails.
  "bilinear upsampling": () =>
    between(layers.upSampling2d({ size: [2, 2], interpolation: "bilinear" }), [4, 4, 3]),
  flatten: () => between(layers.flatten()),
  "reshape of an image": () => between(layers.reshape({ targetShape: [10, 12] })),
  "reshape to an image": () => between(layers.reshape({ targetShape: [2, 5, 2] }), [5, 3]),
  "reshape of an image to another": () => between(layers.reshape({ targetShape: [3, 10, 4] })),
  "permutation of an image": () => between(layers.permute({ dims: [3, 1, 2] })),
  "permutation of a sequence": () => between(layers.permute({ dims: [2, 1] }), [5, 3]),
  addition: () =>
    merging(layers.add(), [
      [2, 3, 4],
      [2, 3, 4],
    ]),
  "addition of one to all pixels": () =>
    merging(layers.add(), [
      [2, 3, 4],
      [1, 1, 4],
    ]),
  "addition of a row to an image": () => merging(layers.add(), [[2, 3, 4], [4]]),
  multiplication: () =>
    merging(layers.multiply(), [
      [2, 3, 4],
      [1, 1, 4],
      [2, 3, 5],
    ]),
  "multiplication of sequences": () =>
    merging(layers.multiply(), [
      [2, 4],
      [1, 4],
    ]),
  average: () =>
    merging(layers.average(), [
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 2],
    ]),
  maximum: () =>
    merging(layers.maximum(), [
      [2, 3, 4],
      [2, 3, 4],
      [2, 3, 2],
    ]),
  minimum: () => merging(layers.minimum(), [[5], [5]]),
  "concatenation of channels": () =>
    merging(layers.concatenate(), [
      [2, 3, 4],
      [2, 3, 4],
    ]),
  "concatenation of rows of pixels": () =>
    merging(layers.concatenate({ axis: 1 }), [
      [2, 3, 4],
      [4, 3, 4],
    ]),
  "concatenation of sequences": () =>
    merging(layers.concatenate({ axis: 1 }), [
      [2, 4],
      [3, 4],
    ]),
};

describe.skipIf(!hasRuntime)("the gradients of a train step are tfjs's with", () => {
  beforeAll(() => useBackend("cpu"));

  it.each(Object.entries(MODELS))("%s", async (_name, build) => {
    expect(await stepDifference(build())).toBeLessThan(1e-5);
  });

  it("nearest upsampling", async () => {
    const build = between(layers.upSampling2d({ size: [2, 2] }), [4, 4, 3]);
    const inputs = [randomNumbers([1, 4, 4, 3], 3)]; // tfjs's own gradient is wrong for more rows than one
    expect(await stepDifference(build, { inputs })).toBeLessThan(1e-5);
  });
});
