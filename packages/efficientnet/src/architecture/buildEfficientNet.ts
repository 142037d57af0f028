import { checkOptions, oneOf, type OptionKinds } from "@tensorloom/core/internal";
import { input, layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { propagateTrainable } from "@tensorloom/graph/internal";
import { activated, applied, block, convolution, padded } from "./block.ts";
import { ending, withEnding, type EndingOptions } from "./top.ts";
import { initialWeights, type InitialWeights, type InitialWeightsOptions } from "./kernelInitializers.ts";
import { plan, type Plan, type PlanOptions } from "./plan.ts";
import { preprocess, PREPROCESSINGS, type Preprocessing } from "./preprocessing.ts";
import type { Variant } from "./variants.ts";

/** What to build. */
export interface BuildOptions extends PlanOptions, EndingOptions, InitialWeightsOptions {
  /**
   * What the network does first to the numbers it is fed: `"unit"` divides bytes by 255, `"imagenet"` also subtracts
   * ImageNet's mean and divides by its deviation, `"none"` takes them as they are. It has no default: a network that is
   * fed the wrong range trains, badly, and says nothing.
   */
  readonly preprocessing: Preprocessing;
}

const KNOWN: OptionKinds<BuildOptions> = {
  preprocessing: "any",
  inputShape: "any",
  dropConnect: "number",
  dropout: "number",
  top: "any",
  classes: "number",
  activation: "any",
  pooling: "any",
  initialWeights: "any",
  seed: "number",
};

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
  checkOptions("buildEfficientNet", options, KNOWN);
  const { inputShape: shape, dropConnect, dropout } = options;
  const planned = plan(variant, {
    ...(shape !== undefined && { inputShape: shape }),
    ...(dropConnect !== undefined && { dropConnect }),
    ...(dropout !== undefined && { dropout }),
  });
  const preprocessing = oneOf("buildEfficientNet: preprocessing", options.preprocessing, PREPROCESSINGS);
  const { inputShape } = planned;
  if (preprocessing === "imagenet" && inputShape[2] !== 3)
    throw new RangeError(
      `buildEfficientNet: preprocessing "imagenet" needs 3 channels, got inputShape [${inputShape.map(String).join(", ")}]`,
    );
  const end = ending(options); // checks, before any layer holds memory
  const weights = initialWeights(options);
  const image = input({ name: "input_layer", shape: [...inputShape] });
  const features = network(preprocess(image, preprocessing), planned, weights);
  const outputs = withEnding(features, end, planned.top.dropout, weights);
  const built = model({ name: `efficientnet${variant.toLowerCase()}`, inputs: image, outputs });
  propagateTrainable(built);
  return built;
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
