import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { File, ready, type Group } from "h5wasm/node";
import { kerasTopology } from "./kerasTopology.ts";
import { kerasWeights } from "./kerasWeights.ts";

/** Bytes that HDF5 holds in one attribute, less its header. */
const MOST_BYTES = 64_512;

/** Of the layout, which Keras 3 still reads; it tells old names of layers' options from new ones by it. */
const KERAS_VERSION = "2.15.0";

/** Writes a model and its weights in Keras's HDF5 layout. */
export async function writeHdf5(path: string, model: LayersModel): Promise<void> {
  const hdf5 = await ready;
  hdf5.activate_throwing_error_handler(); // it prints its errors otherwise, and goes on
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

/** Layers without weights stay out: Keras passes over them, and finds others' weights by name then. */
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
    const data = weight.read().dataSync() as Float32Array; // all weights of layers are floats
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
      parent.keys().includes(name) ? (parent.get(name) as Group) : parent.create_group(name), // made here
    group,
  );
}

/** A list of texts in one attribute, or in `NAME0`, `NAME1`, … where one does not hold it. */
export function writeNames(group: Group, name: string, texts: readonly string[]): void {
  const width = Math.max(...texts.map((text) => Buffer.byteLength(text))) + 1;
  const most = Math.floor(MOST_BYTES / width);
  if (texts.length <= most) {
    group.create_attribute(name, [...texts]);
    return;
  }
  for (let part = 0; part * most < texts.length; part++)
    group.create_attribute(`${name}${String(part)}`, texts.slice(part * most, (part + 1) * most));
}
