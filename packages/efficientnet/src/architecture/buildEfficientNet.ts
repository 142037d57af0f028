import { checkOptions, oneOf, type OptionKinds, shapeText } from "@tensorloom/core/internal";
import { input, layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import { propagateTrainable } from "@tensorloom/graph/internal";
import { normalizeAndActivate, applyLayer, addBlock, convolve, pad } from "./block.ts";
import { planTop, addTop, type TopOptions } from "./top.ts";
import {
  kernelInitializers,
  type KernelInitializers,
  type KernelInitializerOptions,
} from "./kernelInitializers.ts";
import { plan, type Plan, type PlanOptions } from "./plan.ts";
import { addPreprocessing, PREPROCESSINGS, type Preprocessing } from "./preprocessing.ts";
import type { Variant } from "./variants.ts";

/**
 * Options of {@link buildEfficientNet}.
 *
 * @inline
 */
export interface BuildOptions extends PlanOptions, TopOptions, KernelInitializerOptions {
  /**
   * How the first layers turn pixels into floats: `"unit"` divides bytes by 255, `"imagenet"` also subtracts ImageNet's
   * mean and divides by its standard deviation, `"none"` changes nothing. There is no default: a network with inputs in
   * the wrong range still trains, but badly and without an error.
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
 * Builds an EfficientNet from stock tfjs layers with the names of `keras.applications`.
 *
 * @param variant - `"B0"` to `"B7"`.
 * @returns A model from `[batch, height, width, channels]` to classes, features or pooled features.
 * @throws RangeError or TypeError if an option is invalid.
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
      `buildEfficientNet: preprocessing "imagenet" needs 3 channels, got inputShape ${shapeText(inputShape)}`,
    );
  const top = planTop(options); // checks its options before any layer allocates memory
  const initializers = kernelInitializers(options);
  const image = input({ name: "input_layer", shape: [...inputShape] });
  const features = addNetwork(addPreprocessing(image, preprocessing), planned, initializers);
  const outputs = addTop(features, top, planned.top.dropout, initializers);
  const built = model({ name: `efficientnet${variant.toLowerCase()}`, inputs: image, outputs });
  propagateTrainable(built);
  return built;
}

/** Adds the stem, the blocks and the last convolution. */
function addNetwork(
  x: SymbolicTensor,
  { stem, blocks, top }: Plan,
  initializers: KernelInitializers,
): SymbolicTensor {
  const stemConvolution = layers.conv2d({
    name: "stem_conv",
    filters: stem.filters,
    kernelSize: 3,
    strides: 2,
    padding: stem.padding ? "valid" : "same",
    useBias: false,
    kernelInitializer: initializers.convolution(),
  });
  let y = normalizeAndActivate(applyLayer(stemConvolution, pad(x, "stem_conv_pad", stem.padding)), "stem");
  for (const planned of blocks) y = addBlock(y, planned, initializers);
  return normalizeAndActivate(convolve(y, "top_conv", top.filters, initializers), "top");
}
