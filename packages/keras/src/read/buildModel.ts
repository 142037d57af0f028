import type { LayersModel } from "@tensorflow/tfjs-layers";
import { KerasModelError } from "../errors/kerasModelError.ts";
import { registerKerasActivations } from "../topology/activations.ts";
import type { Conversion } from "../topology/conversion.ts";
import type { KerasLayer } from "../topology/kerasLayer.ts";
import { tfjsTopology } from "../topology/tfjsTopology.ts";
import type { WeightStore } from "../weights/weightStore.ts";
import { instantiate } from "./instantiate.ts";

/** A parsed Keras file. */
export interface KerasFile {
  readonly tree: KerasLayer;
  /** The major version of the Keras that wrote it. */
  readonly kerasVersion: number;
  readonly store: WeightStore;
  /** What was stored with the model. */
  readonly metadata: object | undefined;
}

/**
 * Builds the model of a Keras file, and loads its weights.
 *
 * @throws KerasModelError if tfjs lacks a layer or an option; FileProblem if a weight is missing or has another shape.
 */
export function buildModel({ tree, kerasVersion, store, metadata }: KerasFile): LayersModel {
  const conversion: Conversion = {
    kerasVersion,
    statisticsOf: store.statisticsOf,
    convertLayer: tfjsTopology,
    issues: [],
  };
  const topology = tfjsTopology(tree, "", conversion);
  if (conversion.issues.length > 0)
    throw new KerasModelError(
      "decodeKerasModel: TensorFlow.js cannot compute every layer of the model",
      conversion.issues,
    );
  registerKerasActivations();
  const model = instantiate(topology);
  try {
    store.load(model);
  } catch (error) {
    model.dispose();
    throw error;
  }
  if (metadata !== undefined) model.setUserDefinedMetadata(metadata);
  return model;
}
