import { buildEfficientNet, freeze } from "@tensorloom/efficientnet";
import {
  input,
  initializers,
  layers,
  model,
  type LayersModel,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import type { Options } from "./cli/options.ts";

/** The notebook's network, whole and in its two parts; the parts are the whole's own layers. */
export interface Network {
  /** Images `[batch, size, size, 3]` of bytes to pooled features `[batch, width]`. */
  readonly backbone: LayersModel;
  /** Pooled features to the probability of malignancy `[batch, 1]`. */
  readonly head: LayersModel;
  /** Images to the probability of malignancy. */
  readonly whole: LayersModel;
  readonly dispose: () => void;
}

/**
 * EfficientNet, mean over positions, Dense 512 relu, dropout 0.25, sigmoid.
 *
 * With `train: "head"` the backbone is frozen, its batch normalisations in inference mode; with `"all"` a pretrained one's
 * batch normalisations are.
 */
export function buildNetwork({
  model: variant,
  size,
  preprocessing,
  train,
  weights,
  seed,
}: Options): Network {
  const backbone = buildEfficientNet(variant, {
    preprocessing,
    top: false,
    pooling: "avg",
    inputShape: [size, size, 3],
    initialWeights: weights.from === "none" ? "random" : "zeros",
    seed,
  });
  if (train === "head") freeze(backbone);
  // The statistics of a few images would undo what the moving ones know.
  else if (weights.from !== "none") freeze(backbone, { only: "batchNormalization" });
  const pooled = backbone.outputs[0];
  const layersOfHead = headLayers(seed);
  const through = (x: SymbolicTensor): SymbolicTensor =>
    layersOfHead.reduce((y, layer) => layer.apply(y) as SymbolicTensor, x); // symbolic in, symbolic out
  const features = input({ name: "features", shape: [pooled.shape[1]] });
  const head = model({ name: "head", inputs: features, outputs: through(features) });
  const whole = model({ name: "melanoma", inputs: backbone.inputs, outputs: through(pooled) });
  return {
    backbone,
    head,
    whole,
    dispose: () => void whole.dispose(), // its layers are all there are
  };
}

function headLayers(seed: number): readonly layers.Layer[] {
  return [
    layers.dense({
      name: "dense",
      units: 512,
      activation: "relu",
      kernelInitializer: initializers.glorotUniform({ seed: seed + 1 }),
    }),
    layers.dropout({ name: "dropout", rate: 0.25 }),
    layers.dense({
      name: "malignant",
      units: 1,
      activation: "sigmoid",
      kernelInitializer: initializers.glorotUniform({ seed: seed + 2 }),
    }),
  ];
}
