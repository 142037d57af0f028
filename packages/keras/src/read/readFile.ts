import type { Group } from "h5wasm";
import { isObject } from "@tensorloom/core/internal";
import { readMember } from "../archive/readArchive.ts";
import { FileProblem } from "../errors/fileProblem.ts";
import { hasTexts, readText } from "../hdf5/attributes.ts";
import { groupIn, readHdf5, type Memory } from "../hdf5/hdf5.ts";
import { parseKerasLayer } from "../topology/kerasLayer.ts";
import { legacyStore } from "../weights/legacyStore.ts";
import { numberedStore } from "../weights/numberedStore.ts";
import type { KerasFile } from "./buildModel.ts";

const WEIGHTS_ONLY =
  "has weights, but no model. Save the whole model in Python with model.save(path), or build the model here and load " +
  "the weights by name: loadWeights(model, await readWeights(path)) of @tensorloom/efficientnet";

/**
 * Reads a `.h5` file with a whole model, and closes it after `use`.
 *
 * @see keras/src/legacy/saving/legacy_h5_format.py
 */
export function readModelHdf5<T>(bytes: Uint8Array, use: (file: KerasFile) => T): Promise<T> {
  return readHdf5(bytes, (root, memory) => {
    const config = readText(root, "model_config");
    const weights = groupIn(root, "model_weights");
    if (config === undefined || weights === undefined) throw new FileProblem(missingParts(root));
    const tree = parseKerasLayer(parseJson("model_config", config));
    return use({
      tree,
      kerasVersion: majorVersion(readText(root, "keras_version")),
      store: legacyStore(weights, tree, memory),
      metadata: metadataIn("user_defined_metadata", readText(root, "user_defined_metadata")),
    });
  });
}

function missingParts(root: Group): string {
  const isWeights =
    hasTexts(root, "layer_names") || ["layers", "vars"].some((name) => root.keys().includes(name));
  return isWeights ? WEIGHTS_ONLY : "is an HDF5 file, but not a model of Keras";
}

/**
 * Reads a `.keras` archive, and closes it after `use`.
 *
 * @see keras/src/saving/saving_lib.py
 */
export function readModelArchive<T>(bytes: Uint8Array, use: (file: KerasFile) => T): Promise<T> {
  const [config, weights, described] = ["config.json", "model.weights.h5", "metadata.json"].map((name) =>
    readMember(bytes, name),
  );
  if (config === undefined || weights === undefined)
    throw new FileProblem(
      "is a zip archive without config.json and model.weights.h5, so it is not a Keras model",
    );
  const tree = parseKerasLayer(parseJson("config.json", decodeText(config)));
  const metadata = described === undefined ? {} : parseJson("metadata.json", decodeText(described));
  const { keras_version: version, user_defined_metadata: own } = isObject(metadata) ? metadata : {};
  return readHdf5(weights, (root, memory: Memory) =>
    use({
      tree,
      kerasVersion: majorVersion(version),
      store: numberedStore(root, tree, memory),
      metadata: isObject(own) ? own : undefined,
    }),
  );
}

function decodeText(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new FileProblem(`its ${name} is not JSON`, { cause });
  }
}

function metadataIn(name: string, text: string | undefined): object | undefined {
  const value = text === undefined ? undefined : parseJson(name, text);
  return isObject(value) ? value : undefined;
}

/** The first number of a version; 2 if it is missing, as in the oldest files. */
function majorVersion(version: unknown): number {
  return typeof version === "string" ? Number.parseInt(version, 10) || 2 : 2;
}
