import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { File, ready, type Group } from "h5wasm/node";
import { kerasTopology } from "./kerasTopology.ts";
import { kerasWeights } from "./kerasWeights.ts";

/** Maximum size of an HDF5 attribute, less its header. */
const MAX_BYTES = 64_512;

/** The version of the layout, which Keras 3 still reads: it selects the spelling of layer options. */
const KERAS_VERSION = "2.15.0";

/** Writes a model and its weights in Keras's HDF5 layout. */
export async function writeHdf5(path: string, model: LayersModel): Promise<void> {
  const hdf5 = await ready;
  hdf5.activate_throwing_error_handler(); // otherwise it prints errors and continues
  try {
    const file = new File(path, "w");
    try {
      file.create_attribute("model_config", JSON.stringify(kerasTopology(model)));
      stamp(file);
      writeLayers(file.create_group("model_weights"), model);
    } finally {
      file.close();
    }
  } finally {
    hdf5.deactivate_throwing_error_handler();
  }
}

function stamp(group: Group): void {
  group.create_attribute("backend", "tensorflow");
  group.create_attribute("keras_version", KERAS_VERSION);
}

/** Writes the layers that have weights: Keras skips the others and finds weights by name. */
function writeLayers(root: Group, model: LayersModel): void {
  const weighted = kerasWeights(model);
  writeNames(root, "layer_names", [...weighted.keys()]);
  stamp(root);
  for (const [layer, weights] of weighted) writeLayer(root.create_group(layer), weights);
}

function writeLayer(group: Group, weights: ReadonlyMap<string, LayerVariable>): void {
  writeNames(
    group,
    "weight_names",
    [...weights.keys()].map((name) => `${name}:0`),
  );
  for (const [name, weight] of weights) {
    const folders = name.split("/").slice(0, -1);
    const data = weight.read().dataSync() as Float32Array; // all layer weights are floats
    folderOf(group, folders).create_dataset({
      name: `${name.slice(name.lastIndexOf("/") + 1)}:0`,
      data,
      shape: weight.shape.map((side) => side ?? 0),
    });
  }
}

function folderOf(group: Group, names: readonly string[]): Group {
  return names.reduce<Group>(
    (parent, name) =>
      parent.keys().includes(name) ? (parent.get(name) as Group) : parent.create_group(name), // created here
    group,
  );
}

/** Writes a list of strings as one attribute, or as `NAME0`, `NAME1`, … if it is too large. */
export function writeNames(group: Group, name: string, texts: readonly string[]): void {
  const width = Math.max(...texts.map((text) => Buffer.byteLength(text))) + 1;
  const most = Math.floor(MAX_BYTES / width);
  if (texts.length <= most) {
    group.create_attribute(name, [...texts]);
    return;
  }
  for (let part = 0; part * most < texts.length; part++)
    group.create_attribute(`${name}${String(part)}`, texts.slice(part * most, (part + 1) * most));
}
