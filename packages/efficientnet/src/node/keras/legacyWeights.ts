import { Dataset, Group } from "h5wasm/node";
import type { PlacedDataset } from "./placedDataset.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

/**
 * Yields the weights of Keras's legacy HDF5 layout, a group per layer.
 *
 * Each group lists its datasets in `weight_names`.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function* legacyWeights(path: string, root: Group): Generator<PlacedDataset> {
  for (const layer of readTexts(root, "layer_names")) {
    const group = root.get(layer);
    if (!(group instanceof Group))
      throw new WeightsFileError(path, `lists a layer ${layer} but has no such group`);
    for (const stored of readTexts(group, "weight_names")) {
      const dataset = group.get(stored);
      if (!(dataset instanceof Dataset))
        throw new WeightsFileError(path, `lists a weight ${layer}/${stored} but has no such dataset`);
      yield [pathOf(layer, stored), dataset];
    }
  }
}

/** Keras 2 appends `:0` to names, which may or may not begin with the layer's name. */
function pathOf(layer: string, stored: string): readonly string[] {
  const parts = stored.replace(/:\d+$/, "").split("/");
  return parts.includes(layer) ? parts : [layer, ...parts];
}

/** Reads a list of strings from an attribute; Keras splits it into `NAME0`, `NAME1`, … if it exceeds HDF5's 64 KB. */
function readTexts({ attrs }: Group, name: string): readonly string[] {
  const parts: unknown[] = [];
  if (name in attrs) parts.push(attrs[name].value);
  for (let part = 0; `${name}${String(part)}` in attrs; part++)
    parts.push(attrs[`${name}${String(part)}`].value);
  // An empty list is stored as an empty array of floats.
  return parts.flat().filter((value): value is string => typeof value === "string");
}
