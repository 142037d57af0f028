import type { Dataset, Group } from "h5wasm";
import type { Memory } from "../hdf5/hdf5.ts";
import { readNumbers } from "../hdf5/readNumbers.ts";
import type { KerasLayer } from "../topology/kerasLayer.ts";
import { assignWeights } from "./assignWeights.ts";
import { legacyOrder } from "./legacyOrder.ts";
import { legacyWeights } from "./legacyWeights.ts";
import type { WeightStore } from "./weightStore.ts";

/** A weight of an outermost layer, under its name in Keras. */
interface NamedDataset {
  /** `dense/kernel`: without the `:0` of Keras 2. */
  readonly name: string;
  readonly dataset: Dataset;
}

/** The weights of `Normalization` and of random layers, which become no weights here. */
const NOT_LEARNED = /(^|\/)(mean|variance|count|seed_generator_state|StateVar(_\d+)?)$/;

/**
 * Reads the layout of `.h5` files: one group for each layer of the outermost model, with its weights in order.
 *
 * @param root - The group `model_weights`.
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function legacyStore(root: Group, tree: KerasLayer, memory: Memory): WeightStore {
  const stored = datasetsByLayer(root);
  const read = (layer: string, { name, dataset }: NamedDataset) =>
    readNumbers(`${layer}/${name}`, dataset, memory);
  return {
    statisticsOf(layer) {
      const outer = tree.layers?.find((one) => holds(one, layer))?.name ?? "";
      return ["mean", "variance"].flatMap((kind) => {
        const found = findStatistic(stored.get(outer) ?? [], layer.name, kind);
        return found === undefined ? [] : [read(outer, found).data];
      });
    },
    load(model) {
      for (const [layer, weights] of legacyOrder(model)) {
        const datasets = (stored.get(layer) ?? []).filter(({ name }) => !NOT_LEARNED.test(name));
        assignWeights(
          [...weights.values()],
          datasets.map((one) => read(layer, one)),
          layer,
        );
      }
    },
  };
}

function datasetsByLayer(root: Group): ReadonlyMap<string, readonly NamedDataset[]> {
  const found = new Map<string, NamedDataset[]>();
  for (const { layer, stored, dataset } of legacyWeights(root)) {
    const all = found.get(layer) ?? [];
    found.set(layer, [...all, { name: stored.replace(/:\d+$/, ""), dataset }]);
  }
  return found;
}

function holds(outer: KerasLayer, layer: KerasLayer): boolean {
  if (outer === layer) return true;
  return [...(outer.layers ?? []), ...outer.inside.values()].some((inner) => holds(inner, layer));
}

/** Keras 2 may leave out the layer's name. */
function findStatistic(all: readonly NamedDataset[], layer: string, kind: string): NamedDataset | undefined {
  return (
    all.find(({ name }) => `/${name}`.endsWith(`/${layer}/${kind}`)) ?? all.find(({ name }) => name === kind)
  );
}
