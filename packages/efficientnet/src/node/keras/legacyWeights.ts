import { Dataset, Group } from "h5wasm/node";
import type { PlacedDataset } from "./readHdf5.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

/**
 * The weights of Keras's HDF5 layout: a group for each layer, which names its datasets in `weight_names`.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function* legacyWeights(path: string, root: Group): Generator<PlacedDataset> {
  for (const layer of texts(root, "layer_names")) {
    const group = root.get(layer);
    if (!(group instanceof Group))
      throw new WeightsFileError(path, `names a layer ${layer} and holds no such group`);
    for (const stored of texts(group, "weight_names")) {
      const dataset = group.get(stored);
      if (!(dataset instanceof Dataset))
        throw new WeightsFileError(path, `names a weight ${layer}/${stored} and holds no such dataset`);
      yield [placeOf(layer, stored), dataset];
    }
  }
}

/** Keras 2 ends names with `:0`; they begin with the layer's name or not. */
function placeOf(layer: string, stored: string): readonly string[] {
  const parts = stored.replace(/:\d+$/, "").split("/");
  return parts.includes(layer) ? parts : [layer, ...parts];
}

/** A list of texts in an attribute, which Keras splits into `NAME0`, `NAME1`, … where HDF5's 64 KB do not hold it. */
function texts({ attrs }: Group, name: string): readonly string[] {
  const parts: unknown[] = [];
  if (name in attrs) parts.push(attrs[name].value);
  for (let part = 0; `${name}${String(part)}` in attrs; part++)
    parts.push(attrs[`${name}${String(part)}`].value);
  // An empty list is stored as an empty array of floats.
  return parts.flat().filter((value): value is string => typeof value === "string");
}
