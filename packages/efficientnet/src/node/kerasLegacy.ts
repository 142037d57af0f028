import { Dataset, Group } from "h5wasm/node";
import type { NamedDataset } from "./hdf5.ts";
import { weightName } from "./weightName.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/**
 * The weights of Keras's HDF5 layout: a group for each layer, which names its datasets in `weight_names`.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function* legacyWeights(path: string, root: Group): Generator<NamedDataset> {
  for (const layer of texts(root, "layer_names")) {
    const group = root.get(layer);
    if (!(group instanceof Group))
      throw new WeightsFileError(path, `names a layer ${layer} and holds no such group`);
    for (const stored of texts(group, "weight_names")) {
      const dataset = group.get(stored);
      if (!(dataset instanceof Dataset))
        throw new WeightsFileError(path, `names a weight ${layer}/${stored} and holds no such dataset`);
      yield [weightName(stored.includes("/") ? stored : `${layer}/${stored}`), dataset];
    }
  }
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
