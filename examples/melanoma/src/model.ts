import { buildEfficientNet, features as featuresOf, freeze, plan } from "@tensorloom/efficientnet";
import {
  input,
  initializers,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { STANDARDIZE } from "./backbone/standardize.ts";
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

/** The stages whose features a head on frozen pretrained layers reads. */
const STAGES = ["block4", "block5", "block6"] as const;

/**
 * Builds EfficientNet, global average pooling, Dense 512 relu, Dropout 0.25, Dense 1 sigmoid or, for more classes, softmax.
 *
 * A head on frozen pretrained layers reads the middle stages instead of the last one, which is made for the classes of
 * ImageNet, standardises what it reads, and drops half of its units.
 */
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
    ...(readsStages
      ? [layers.batchNormalization({ name: STANDARDIZE, trainable: false, center: false, scale: false })]
      : []),
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
  const dispose = (): void => {
    const used = new Set(whole.layers);
    whole.dispose();
    for (const layer of network.layers) if (!used.has(layer)) layer.dispose();
  };
  return { network, backbone, head, whole, dispose };
}

/** Whether the head reads the middle stages: if the backbone is pretrained and frozen. */
export function readsMiddleStages({ train, weights }: Pick<Options, "train" | "weights">): boolean {
  return train === "head" && weights.from !== "none";
}

/** Pools the last block of each of the middle stages. */
function middleStages(network: LayersModel, variant: Options["model"]): LayersModel {
  const blocks = plan(variant).blocks.map(({ name }) => name);
  const names = STAGES.flatMap((stage) => blocks.findLast((name) => name.startsWith(stage)) ?? []);
  const { inputs, outputs } = featuresOf(
    network,
    names.map((name) => `${name}_add`),
  );
  const pooled = outputs.map((output, index) => {
    const name = `${STAGES[index]}_pool`;
    return layers
      .globalAveragePooling2d({ name, dataFormat: "channelsLast" })
      .apply(output) as SymbolicTensor; // symbolic in, symbolic out
  });
  const joined = layers.concatenate({ name: "stages" }).apply(pooled) as SymbolicTensor;
  return model({ name: "stages_of_backbone", inputs, outputs: joined });
}

function glorot(seed: number) {
  return initializers.glorotUniform({ seed });
}
