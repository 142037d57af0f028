import { integer, oneOf } from "@tensorloom/core";
import { input, layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { activated, applied, block, convolution, padded } from "./block.ts";
import { randomWeights, zeroWeights, type InitialWeights } from "./initialWeights.ts";
import { plan, type Plan, type PlanOptions } from "./plan.ts";
import { preprocess, PREPROCESSINGS, type Preprocessing } from "./preprocessing.ts";
import type { Variant } from "./variants.ts";

/** What to build. */
export interface BuildOptions extends PlanOptions {
  /**
   * What the network does first to the numbers it is fed: `"unit"` divides bytes by 255, `"imagenet"` also subtracts
   * ImageNet's mean and divides by its deviation, `"none"` takes them as they are. It has no default: a network that is
   * fed the wrong range trains, badly, and says nothing.
   */
  readonly preprocessing: Preprocessing;
  /** Whether the network ends in a classifier. Default true. */
  readonly top?: boolean;
  /** Outputs of the classifier. Default 1000. */
  readonly classes?: number;
  /** What the classifier makes of its outputs. Default `"softmax"`. */
  readonly activation?: "softmax" | "sigmoid" | "linear";
  /** How a network without top ends: in `[batch, height, width, channels]`, or in their mean or maximum `[batch, channels]`. Default `"none"`. */
  readonly pooling?: "none" | "avg" | "max";
  /** What new kernels hold: the paper's distribution, or zeros where weights are loaded at once. Default `"random"`. */
  readonly initialWeights?: "random" | "zeros";
  /** Names the random kernels: one seed, the same network. Default 0. */
  readonly seed?: number;
}

/**
 * Builds an EfficientNet of stock tfjs layers, named as `keras.applications` names them.
 *
 * @param variant - `"B0"` to `"B7"`.
 * @returns A model from `[batch, height, width, channels]` to classes, features or pooled features.
 * @throws RangeError or TypeError where an option is out of its range.
 * @see keras/src/applications/efficientnet.py
 * @example
 * ```ts
 * import "@tensorflow/tfjs-backend-cpu";
 * import { buildEfficientNet } from "@tensorloom/efficientnet";
 *
 * const model = buildEfficientNet("B0", {
 *   preprocessing: "unit",
 *   top: false,
 *   pooling: "avg",
 *   inputShape: [64, 64, 3],
 *   initialWeights: "zeros",
 * });
 * model.outputs[0].shape; // => [null, 1280]
 * ```
 */
export function buildEfficientNet(variant: Variant, options: BuildOptions): LayersModel {
  const planned = plan(variant, options);
  const preprocessing = oneOf("buildEfficientNet: preprocessing", options.preprocessing, PREPROCESSINGS);
  const { inputShape } = planned;
  if (preprocessing === "imagenet" && inputShape[2] !== 3)
    throw new RangeError(
      `buildEfficientNet: preprocessing "imagenet" needs 3 channels, got inputShape [${inputShape.map(String).join(", ")}]`,
    );
  const weights = initial(options);
  const image = input({ name: "input_layer", shape: [...inputShape] });
  const features = network(preprocess(image, preprocessing), planned, weights);
  const end =
    options.top === false ? pooled(features, options) : classified(features, planned, options, weights);
  return model({ name: `efficientnet${variant.toLowerCase()}`, inputs: image, outputs: end });
}

function initial({ initialWeights = "random", seed = 0 }: BuildOptions): InitialWeights {
  const kind = oneOf("buildEfficientNet: initialWeights", initialWeights, ["random", "zeros"]);
  return kind === "zeros" ? zeroWeights : randomWeights(integer("buildEfficientNet: seed", seed));
}

/** Stem, blocks and the last convolution. */
function network(x: SymbolicTensor, { stem, blocks, top }: Plan, weights: InitialWeights): SymbolicTensor {
  const stemConvolution = layers.conv2d({
    name: "stem_conv",
    filters: stem.filters,
    kernelSize: 3,
    strides: 2,
    padding: stem.padding ? "valid" : "same",
    useBias: false,
    kernelInitializer: weights.convolution(),
  });
  let y = activated(applied(stemConvolution, padded(x, "stem_conv_pad", stem.padding)), "stem");
  for (const planned of blocks) y = block(y, planned, weights);
  return activated(convolution(y, "top_conv", top.filters, weights), "top");
}

function pooled(x: SymbolicTensor, { pooling = "none" }: BuildOptions): SymbolicTensor {
  switch (oneOf("buildEfficientNet: pooling", pooling, ["none", "avg", "max"])) {
    case "none":
      return x;
    case "avg":
      return applied(layers.globalAveragePooling2d({ name: "avg_pool", dataFormat: "channelsLast" }), x);
    case "max":
      return applied(layers.globalMaxPooling2d({ name: "max_pool", dataFormat: "channelsLast" }), x);
  }
}

function classified(
  x: SymbolicTensor,
  { top }: Plan,
  { classes = 1000, activation = "softmax", pooling = "avg" }: BuildOptions,
  weights: InitialWeights,
): SymbolicTensor {
  oneOf("buildEfficientNet: pooling of a network with top", pooling, ["avg"]);
  let y = pooled(x, { preprocessing: "none", pooling: "avg" });
  if (top.dropout > 0) y = applied(layers.dropout({ name: "top_dropout", rate: top.dropout }), y);
  const classifier = layers.dense({
    name: "predictions",
    units: integer("buildEfficientNet: classes", classes, 1),
    activation: oneOf("buildEfficientNet: activation", activation, ["softmax", "sigmoid", "linear"]),
    kernelInitializer: weights.dense(),
  });
  return applied(classifier, y);
}
