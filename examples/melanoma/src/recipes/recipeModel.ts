import { buildEfficientNet, freeze } from "@tensorloom/efficientnet";
import {
  initializers,
  input,
  layers,
  type LayersModel,
  model,
  sequential,
  type SymbolicTensor,
} from "@tensorflow/tfjs-layers";
import { addMetadataNetwork } from "./metadataNetwork.ts";
import type { Recipe } from "./recipe.ts";

/** The model of a recipe; it holds the layers of its backbone. */
export interface RecipeModel {
  readonly whole: LayersModel;
  /** EfficientNet alone, to load weights into. */
  readonly backbone: LayersModel;
}

/** @inline */
export interface RecipeModelOptions {
  /** Numbers that describe an image besides its pixels; 0: the model reads the image alone. */
  readonly metadata: number;
  /** Whether weights are loaded into the backbone. */
  readonly pretrained: boolean;
  readonly freezeBackbone?: boolean | undefined;
  readonly seed: number;
}

type Parts = Pick<Recipe, "model" | "size" | "head" | "classes" | "preprocessing">;

/**
 * Builds the model of a recipe: backbone, global average pooling, head.
 *
 * Its layers have their names and their order in the notebooks, with the backbone as one layer, so the
 * summary and the saved file are those of Keras.
 */
export function buildRecipeModel(parts: Parts, options: RecipeModelOptions): RecipeModel {
  const { seed, pretrained, metadata, freezeBackbone = false } = options;
  const { model: variant, size, preprocessing, classes } = parts;
  const backbone = buildEfficientNet(variant, {
    preprocessing,
    top: false,
    inputShape: [size, size, 3],
    initialWeights: pretrained ? "zeros" : "random",
    seed,
  });
  if (freezeBackbone) freeze(backbone);
  const pooling = layers.globalAveragePooling2d({
    name: "global_average_pooling2d",
    dataFormat: "channelsLast",
  });
  const units = classes === 2 ? 1 : classes;
  const activation = classes === 2 ? "sigmoid" : "softmax";
  const dense = (name: string, options: { units: number; activation?: "relu" | "sigmoid" | "softmax" }) =>
    layers.dense({ name, ...options, kernelInitializer: initializers.glorotUniform({ seed: seed + units }) });
  const { hidden, dropouts } = parts.head;
  if (dropouts === undefined && metadata === 0) {
    const whole = sequential({ name: "sequential" });
    whole.add(backbone);
    whole.add(pooling);
    if (hidden !== undefined) {
      whole.add(dense("dense", { units: hidden, activation: "relu" }));
      whole.add(layers.dropout({ name: "dropout", rate: 0.25 }));
    }
    whole.add(dense(hidden === undefined ? "dense" : "dense_1", { units, activation }));
    return { whole, backbone };
  }
  const image = input({ name: "image", shape: [size, size, 3] });
  const facts = metadata === 0 ? undefined : input({ name: "metadata", shape: [metadata] });
  const apply = (layer: layers.Layer, x: SymbolicTensor | SymbolicTensor[]): SymbolicTensor =>
    layer.apply(x) as SymbolicTensor; // symbolic in, symbolic out
  let features = apply(pooling, apply(backbone, image));
  if (facts !== undefined)
    features = apply(layers.concatenate({ name: "features" }), [features, addMetadataNetwork(facts, seed)]);
  if (hidden !== undefined) features = apply(dense("dense", { units: hidden, activation: "relu" }), features);
  const last = dense("logits", { units });
  const logits = Array.from({ length: dropouts ?? 1 }, (_, at) =>
    apply(last, apply(layers.dropout({ name: `dropout_${String(at)}`, rate: 0.5 }), features)),
  );
  const mean = logits.length === 1 ? logits[0] : apply(layers.average({ name: "mean_logits" }), logits);
  const outputs = apply(layers.activation({ name: "probabilities", activation }), mean);
  return {
    whole: model({ name: "winner", inputs: facts === undefined ? image : [image, facts], outputs }),
    backbone,
  };
}
