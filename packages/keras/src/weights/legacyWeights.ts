import type { Dataset, Group } from "h5wasm";
import { FileProblem } from "../errors/fileProblem.ts";
import { readTexts } from "../hdf5/attributes.ts";
import { datasetIn, groupIn } from "../hdf5/hdf5.ts";

/** A weight of an outermost layer. */
export interface LegacyWeight {
  readonly layer: string;
  /** The name in `weight_names`, which may have models and the layer in front: `dense/kernel:0`. */
  readonly stored: string;
  readonly dataset: Dataset;
}

/**
 * Yields the weights of Keras's legacy HDF5 layout, a group per outermost layer.
 *
 * Each group lists its datasets in `weight_names`.
 *
 * @throws FileProblem if a group or a dataset is missing.
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function* legacyWeights(root: Group): Generator<LegacyWeight> {
  for (const layer of readTexts(root, "layer_names")) {
    const group = groupIn(root, layer);
    if (group === undefined) throw new FileProblem(`lists a layer ${layer} but has no such group`);
    for (const stored of readTexts(group, "weight_names")) {
      const dataset = datasetIn(group, stored);
      if (dataset === undefined)
        throw new FileProblem(`lists a weight ${layer}/${stored} but has no such dataset`);
      yield { layer, stored, dataset };
    }
  }
}
