import type { Group } from "h5wasm";
import { datasetIn, groupIn, type Memory } from "../hdf5/hdf5.ts";
import { isWholeNumbers, readNumbers, type StoredWeight } from "../hdf5/readNumbers.ts";
import type { KerasLayer } from "../topology/kerasLayer.ts";
import { assignWeights } from "./assignWeights.ts";
import { groupsIn, placedLayers } from "./placedLayers.ts";
import type { WeightStore } from "./weightStore.ts";

/** The group of a model's layers; Keras 2 had a name of its own. */
const CONTAINERS = ["layers", "_layer_checkpoint_dependencies"];

/**
 * Reads Keras 3's layout, in which weights are numbered: `layers/conv2d_1/vars/0`, `1`, ….
 *
 * @param root - The file `model.weights.h5` of a `.keras` archive.
 * @see keras/src/saving/saving_lib.py
 */
export function numberedStore(root: Group, tree: KerasLayer, memory: Memory): WeightStore {
  const container = CONTAINERS.find((name) => groupIn(root, name) !== undefined) ?? "layers";
  return {
    statisticsOf(layer) {
      const place = groupsIn(tree, container).find((one) => one.layer === layer)?.group;
      return place === undefined ? [] : readGroup(root, place, memory).map(({ data }) => data);
    },
    load(model) {
      for (const { group, variables } of placedLayers(model, tree, container))
        if (variables.length > 0) assignWeights(variables, readGroup(root, group, memory), group);
    },
  };
}

/** Reads the weights of a layer, except whole numbers: seeds and counts. */
function readGroup(root: Group, group: string, memory: Memory): readonly StoredWeight[] {
  const vars = groupIn(root, `${group}/vars`);
  if (vars === undefined) return [];
  return Array.from(vars.keys(), (_, number) => String(number)).flatMap((number) => {
    const dataset = datasetIn(vars, number);
    if (dataset === undefined || isWholeNumbers(dataset)) return [];
    return [readNumbers(`${group}/${number}`, dataset, memory)];
  });
}
