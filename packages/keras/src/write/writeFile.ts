import { getBackend } from "@tensorflow/tfjs-core";
import { strToU8, zipSync } from "fflate";
import type { Group } from "h5wasm";
import type { LayersModel, LayerVariable } from "@tensorflow/tfjs-layers";
import { writeTexts } from "../hdf5/attributes.ts";
import { createGroups, writeHdf5 } from "../hdf5/hdf5.ts";
import type { KerasJson } from "../topology/kerasLayerJson.ts";
import { parseKerasLayer } from "../topology/kerasLayer.ts";
import { legacyOrder } from "../weights/legacyOrder.ts";
import { placedLayers } from "../weights/placedLayers.ts";

/** The version whose format is written. */
const KERAS_VERSION = "3.15.1";

/** The time of every member: the first that zip can store. Libraries here read no clock. */
const EPOCH = "1980-01-01T00:00:00";

/**
 * Writes a `.keras` archive: the model's description, and its weights in one HDF5 file.
 *
 * @see keras/src/saving/saving_lib.py
 */
export async function writeModelArchive(
  model: LayersModel,
  config: KerasJson,
  metadata: object | undefined,
): Promise<Uint8Array> {
  await fetchWeights(model);
  const weights = await writeHdf5((root) => {
    for (const { group, name, variables } of placedLayers(model, parseKerasLayer(config), "layers")) {
      const vars = createGroups(root, `${group}/vars`);
      vars.create_attribute("name", name);
      variables.forEach((variable, number) => {
        writeWeight(vars, String(number), variable);
      });
    }
  });
  const described = {
    keras_version: KERAS_VERSION,
    ...(metadata === undefined ? {} : { user_defined_metadata: metadata }),
  };
  return zipSync(
    {
      "metadata.json": strToU8(JSON.stringify(described)),
      "config.json": strToU8(JSON.stringify(config)),
      "model.weights.h5": weights,
    },
    { level: 0, mtime: EPOCH },
  );
}

/**
 * Writes a `.h5` file: the model's description, and a group of weights for each outermost layer.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export async function writeModelHdf5(
  model: LayersModel,
  config: KerasJson,
  metadata: object | undefined,
): Promise<Uint8Array> {
  await fetchWeights(model);
  return writeHdf5((root) => {
    root.create_attribute("model_config", JSON.stringify(config));
    if (metadata !== undefined) root.create_attribute("user_defined_metadata", JSON.stringify(metadata));
    const weights = root.create_group("model_weights");
    for (const group of [root, weights]) {
      group.create_attribute("backend", "tensorflow");
      group.create_attribute("keras_version", KERAS_VERSION);
    }
    writeLegacyWeights(weights, model);
  });
}

/** Writes the layers that have weights: Keras skips the others. */
function writeLegacyWeights(root: Group, model: LayersModel): void {
  const ordered = legacyOrder(model);
  writeTexts(root, "layer_names", [...ordered.keys()]);
  for (const [layer, weights] of ordered) {
    const group = root.create_group(layer);
    writeTexts(
      group,
      "weight_names",
      [...weights.keys()].map((name) => `${name}:0`),
    );
    for (const [name, weight] of weights) {
      const folders = name.split("/");
      const last = folders.pop() ?? name;
      writeWeight(createGroups(group, folders.join("/")), `${last}:0`, weight);
    }
  }
}

/** Reads the weights from a GPU, since the writer is synchronous and a GPU is not; tfjs keeps what it has read. */
async function fetchWeights(model: LayersModel): Promise<void> {
  if (["cpu", "wasm"].includes(getBackend())) return;
  for (const weight of model.weights) await weight.read().data();
}

function writeWeight(group: Group, name: string, variable: LayerVariable): void {
  const data = variable.read().dataSync() as Float32Array; // all layer weights are floats
  group.create_dataset({ name, data, shape: variable.shape.map((side) => side ?? 0) });
}
