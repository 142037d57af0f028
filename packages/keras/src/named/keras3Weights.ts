import type { Group } from "h5wasm";
import { FileProblem } from "../errors/fileProblem.ts";
import { readText } from "../hdf5/attributes.ts";
import { datasetIn, groupIn } from "../hdf5/hdf5.ts";
import type { PlacedDataset } from "./placedDataset.ts";

/** The kinds of a layer's weights in the order of their numbers, by the layer's name. */
export type WeightKinds = ReadonlyMap<string, readonly string[]>;

const CONVOLUTION = ["kernel", "bias"];

/** Kinds by layer class, in Keras 3's spelling, if the layer has all its weights. */
const KINDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  cell: ["kernel", "recurrent_kernel", "bias"],
  conv1d: CONVOLUTION,
  conv2d: CONVOLUTION,
  conv2d_transpose: CONVOLUTION,
  conv3d: CONVOLUTION,
  dense: CONVOLUTION,
  depthwise_conv2d: ["depthwise_kernel", "bias"],
  embedding: ["embeddings"],
  normalization: ["mean", "variance", "count"],
  p_re_lu: ["alpha"],
  separable_conv2d: ["depthwise_kernel", "pointwise_kernel", "bias"],
};

/** Kinds of normalisations by number of weights; if only one of gamma and beta is stored, the two cannot be distinguished. */
const OF_NORMALIZATION: Readonly<
  Partial<Record<string, Readonly<Partial<Record<number, readonly string[]>>>>>
> = {
  batch_normalization: {
    2: ["moving_mean", "moving_variance"],
    4: ["gamma", "beta", "moving_mean", "moving_variance"],
  },
  layer_normalization: { 2: ["gamma", "beta"] },
};

/**
 * Yields the weights of Keras 3's layout, `layers/CLASS_N/vars/0`, `1`, ….
 *
 * An attribute of `vars` stores the layer's name. A weight keeps its number as its name if neither `kinds` nor the
 * layer's class define its kind; `loadWeights` accepts such names.
 *
 * @see keras/src/saving/saving_lib.py
 */
export function* keras3Weights(root: Group, kinds: WeightKinds): Generator<PlacedDataset> {
  yield* weightsIn(root, kinds, "", []);
}

function* weightsIn(
  group: Group,
  kinds: WeightKinds,
  place: string,
  path: readonly string[],
): Generator<PlacedDataset> {
  for (const key of group.keys()) {
    const child = groupIn(group, key);
    if (child === undefined || key === "optimizer") continue;
    if (key === "vars") yield* layerWeights(child, kinds, place, path);
    else yield* weightsIn(child, kinds, key, [...path, ...layerName(child)]);
  }
}

/** The name of the group's layer; empty for a group of several layers. */
function layerName(group: Group): readonly string[] {
  const vars = groupIn(group, "vars");
  const name = vars === undefined ? undefined : readText(vars, "name");
  return name === undefined ? [] : [name];
}

function* layerWeights(
  vars: Group,
  kinds: WeightKinds,
  place: string,
  path: readonly string[],
): Generator<PlacedDataset> {
  const numbers = vars.keys();
  if (numbers.length === 0) return;
  const layer = readText(vars, "name");
  if (layer === undefined)
    throw new FileProblem(`${vars.path} lacks its layer's name; save it again with Keras 3.15 or later`);
  const stated = kinds.get(layer);
  const names =
    stated?.length === numbers.length ? stated : kindsOfClass(place.replace(/_\d+$/, ""), numbers.length);
  for (const number of numbers) {
    const dataset = datasetIn(vars, number);
    const above = path.length === 0 ? [layer] : path; // the outermost model's own weights
    if (dataset !== undefined) yield [[...above, names?.[Number(number)] ?? number], dataset];
  }
}

function kindsOfClass(kind: string, count: number): readonly string[] | undefined {
  return kind in OF_NORMALIZATION ? OF_NORMALIZATION[kind]?.[count] : KINDS[kind];
}
