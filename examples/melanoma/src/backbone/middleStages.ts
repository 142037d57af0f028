import { features as featuresOf, plan } from "@tensorloom/efficientnet";
import { layers, model, type LayersModel, type SymbolicTensor } from "@tensorflow/tfjs-layers";
import type { Options } from "../cli/options.ts";

/** The stages whose features a head on frozen pretrained layers reads. */
const STAGES = ["block4", "block5", "block6"] as const;

/** Whether the head reads the middle stages: if the backbone is pretrained and frozen. */
export function readsMiddleStages({ train, weights }: Pick<Options, "train" | "weights">): boolean {
  return train === "head" && weights.from !== "none";
}

/**
 * Pools the last block of each of the middle stages of a network, whose last stages are made for the classes of ImageNet.
 *
 * The model shares the layers of the network.
 */
export function middleStages(network: LayersModel, variant: Options["model"]): LayersModel {
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
  const stages = layers.concatenate({ name: "stages" }).apply(pooled) as SymbolicTensor;
  return model({ name: "stages_of_backbone", inputs, outputs: stages });
}

/** Frees a model, and the layers of its network that it does not use. */
export function disposeModels(whole: LayersModel, network: LayersModel): void {
  const used = new Set(whole.layers);
  whole.dispose();
  for (const layer of network.layers) if (!used.has(layer)) layer.dispose();
}
