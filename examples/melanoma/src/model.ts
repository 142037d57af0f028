import { buildEfficientNet, freeze } from "@tensorloom/efficientnet";
import { input, initializers, layers, model } from "@tensorflow/tfjs-layers";
import type { LayersModel, SymbolicTensor } from "@tensorflow/tfjs-layers";
import { disposeModels, middleStages, readsMiddleStages } from "./backbone/middleStages.ts";
import { standardization } from "./backbone/standardize.ts";
import type { Options } from "./cli/options.ts";

/** The notebook's model for any number of classes, whole and in two parts that share its layers. */
export interface PictureModel {
  /** EfficientNet without its classifier, all of whose weights a file of weights has. */
  readonly network: LayersModel;
  /** `[batch, size, size, 3]` bytes to pooled features `[batch, width]`; it shares the layers of `network`. */
  readonly backbone: LayersModel;
  /** Pooled features to scores: `[batch, 1]`, the probability of the second of two classes, or `[batch, classes]`. */
  readonly head: LayersModel;
  /** Images to scores. */
  readonly whole: LayersModel;
  readonly dispose: () => void;
}

/** Builds EfficientNet, pooling, Dense 512 relu, Dropout 0.25 (0.5 on {@link middleStages}), Dense 1 sigmoid or, for more classes, softmax. */
export function buildModel(options: Options, { length: classes }: { readonly length: number }): PictureModel {
  const { model: variant, size, preprocessing, train, weights, seed } = options;
  const isPretrained = weights.from !== "none";
  const network = buildEfficientNet(variant, {
    preprocessing,
    top: false,
    pooling: "avg",
    inputShape: [size, size, 3],
    initialWeights: isPretrained ? "zeros" : "random",
    seed,
  });
  if (train === "head") freeze(network);
  // The statistics of a few images are worse than the moving ones of a pretrained network.
  else if (isPretrained) freeze(network, { only: "batchNormalization" });
  const readsStages = readsMiddleStages(options);
  const backbone = readsStages ? middleStages(network, variant) : network;
  const pooled = backbone.outputs[0];
  const features = input({ name: "features", shape: [pooled.shape[1]] });
  const headLayers = [
    ...(readsStages ? [standardization()] : []),
    layers.dense({ name: "dense", units: 512, activation: "relu", kernelInitializer: glorot(seed + 1) }),
    layers.dropout({ name: "dropout", rate: readsStages ? 0.5 : 0.25 }),
    layers.dense({
      name: "scores",
      units: classes > 2 ? classes : 1,
      activation: classes > 2 ? "softmax" : "sigmoid",
      kernelInitializer: glorot(seed + 2),
    }),
  ];
  const applyHead = (x: SymbolicTensor): SymbolicTensor =>
    headLayers.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x); // symbolic in, symbolic out
  const head = model({ name: "head", inputs: features, outputs: applyHead(features) });
  const whole = model({ name: "pictures", inputs: backbone.inputs, outputs: applyHead(pooled) });
  return { network, backbone, head, whole, dispose: () => disposeModels(whole, network) };
}

const glorot = (seed: number) => initializers.glorotUniform({ seed });
