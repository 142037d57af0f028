import { Dataset, Group } from "h5wasm/node";
import type { NamedDataset } from "./hdf5.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** The weights of a layer in the order of their numbers, by the layer's class as Keras 3 writes it. */
const KINDS: Readonly<Partial<Record<string, readonly string[]>>> = {
  batch_normalization: ["gamma", "beta", "moving_mean", "moving_variance"],
  conv2d: ["kernel", "bias"],
  dense: ["kernel", "bias"],
  depthwise_conv2d: ["depthwise_kernel", "bias"],
  normalization: ["mean", "variance", "count"],
};

/**
 * The weights of Keras 3's layout: `layers/CLASS_N/vars/0`, `1`, …, where an attribute of `vars` holds the layer's name.
 *
 * @see keras/src/saving/saving_lib.py
 */
export function* keras3Weights(path: string, group: Group, place = ""): Generator<NamedDataset> {
  for (const key of group.keys()) {
    const child = group.get(key);
    if (!(child instanceof Group)) continue;
    if (key === "vars") yield* layerWeights(path, child, place);
    else if (key !== "optimizer") yield* keras3Weights(path, child, key);
  }
}

function* layerWeights(path: string, vars: Group, place: string): Generator<NamedDataset> {
  const numbers = vars.keys();
  if (numbers.length === 0) return;
  const layer = "name" in vars.attrs ? vars.attrs["name"].value : undefined;
  if (typeof layer !== "string")
    throw new WeightsFileError(
      path,
      `${vars.path} does not say its layer's name; save it again with Keras 3.15 or later`,
    );
  const kinds = KINDS[place.replace(/_\d+$/, "")];
  for (const number of numbers) {
    const dataset = vars.get(number);
    if (dataset instanceof Dataset) yield [`${layer}/${kinds?.[Number(number)] ?? number}`, dataset];
  }
}
