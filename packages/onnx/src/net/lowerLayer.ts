import type { layers } from "@tensorflow/tfjs-layers";
import {
  lowerConvolution,
  lowerDense,
  lowerEmbedding,
  lowerNormalization,
  lowerSeparableConvolution,
} from "./lowerAffine.ts";
import {
  lowerActivation,
  lowerActivationLayer,
  lowerDropout,
  lowerMerge,
  lowerRescaling,
} from "./lowerElementwise.ts";
import {
  lowerConcatenate,
  lowerCrop,
  lowerGlobalPool,
  lowerPad,
  lowerPermute,
  lowerPool,
  lowerReshape,
  lowerUpsample,
} from "./lowerShape.ts";
import type { LayerOptions, Lowered, Lowering, NetWriter } from "./lowering.ts";
import type { NetTensor } from "./net.ts";

/** How each class of layer is written as operations. BatchNormalization needs to know whether it is frozen. */
const LAYERS: Readonly<Record<string, (call: Lowering) => Lowered>> = {
  Activation: lowerActivation,
  Add: lowerMerge,
  Average: lowerMerge,
  AveragePooling2D: lowerPool,
  Concatenate: lowerConcatenate,
  Conv2D: lowerConvolution,
  Cropping2D: lowerCrop,
  Dense: lowerDense,
  DepthwiseConv2D: lowerConvolution,
  Dropout: lowerDropout,
  ELU: lowerActivationLayer,
  Embedding: lowerEmbedding,
  Flatten: lowerReshape,
  GlobalAveragePooling2D: lowerGlobalPool,
  GlobalMaxPooling2D: lowerGlobalPool,
  LeakyReLU: lowerActivationLayer,
  MaxPooling2D: lowerPool,
  Maximum: lowerMerge,
  Minimum: lowerMerge,
  Multiply: lowerMerge,
  Permute: lowerPermute,
  ReLU: lowerActivationLayer,
  Rescaling: lowerRescaling,
  Reshape: lowerReshape,
  SeparableConv2D: lowerSeparableConvolution,
  Softmax: lowerActivationLayer,
  ThresholdedReLU: lowerActivationLayer,
  UpSampling2D: lowerUpsample,
  ZeroPadding2D: lowerPad,
};

/** A layer to write as operations. */
export interface LayerToLower {
  readonly layer: layers.Layer;
  /** Whether the layer, or a model that holds it, is frozen. */
  readonly frozen: boolean;
  readonly inputs: readonly NetTensor[];
}

/** Writes one call of a layer as operations, and returns its output, or a clause that says why it cannot. */
export function lowerLayer({ layer, frozen, inputs }: LayerToLower, writer: NetWriter): Lowered {
  const className = layer.getClassName();
  const config = layer.getConfig() as LayerOptions; // tfjs types it as any dictionary; it is read only if the class is known
  if (className !== "BatchNormalization" && !(className in LAYERS))
    return `layer ${layer.name} is a ${className}, which has no ONNX graph here`;
  if (config.dataFormat === "channelsFirst") return `layer ${layer.name} has dataFormat channelsFirst`;
  const call: Lowering = { ...writer, layer, config, inputs, shape: outputShape(layer, inputs) };
  return className === "BatchNormalization" ? lowerNormalization(call, frozen) : LAYERS[className](call);
}

/** The shape of a layer's output without the batch. */
function outputShape(layer: layers.Layer, inputs: readonly NetTensor[]): readonly (number | null)[] {
  const shapes = inputs.map(({ shape }) => [null, ...shape]);
  const shape = layer.computeOutputShape(shapes.length === 1 ? shapes[0] : shapes);
  const one = Array.isArray(shape[0]) ? shape[0] : (shape as (number | null)[]); // tfjs returns a list for several outputs
  return one.slice(1);
}
