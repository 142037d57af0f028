import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { KerasLayer } from "../topology/kerasLayer.ts";

/** The weights of a Keras file. */
export interface WeightStore {
  /** Returns the mean and variance of a `Normalization`. */
  readonly statisticsOf: (layer: KerasLayer) => readonly Float32Array[];
  /** Writes the weights into a model that was built from the same file. */
  readonly load: (model: LayersModel) => void;
}
