import { File, ready, type Dataset, type Group } from "h5wasm/node";
import type { NamedWeights, Weight } from "../namedWeights.ts";
import { keras3Weights } from "./keras3.ts";
import { legacyWeights } from "./kerasLegacy.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** A dataset of an HDF5 file and the name that its weight has in a model. */
export type NamedDataset = readonly [name: string, dataset: Dataset];

/** Far more than any weight has (B7's largest holds 3 million); what a file claims is not to be believed beyond it. */
const MOST_VALUES = 2 ** 28;

/** Reads a Keras HDF5 file: legacy weights, a whole model, or Keras 3 weights. */
export async function readHdf5(path: string): Promise<NamedWeights> {
  const hdf5 = await ready;
  hdf5.activate_throwing_error_handler(); // it prints its errors otherwise, and goes on
  try {
    return readOpened(path, new File(path, "r"));
  } catch (cause) {
    if (cause instanceof WeightsFileError) throw cause;
    throw new WeightsFileError(path, "cannot be read as HDF5; it may be cut off or damaged", { cause });
  } finally {
    hdf5.deactivate_throwing_error_handler();
  }
}

function readOpened(path: string, file: File): NamedWeights {
  try {
    return read(path, file);
  } finally {
    file.close();
  }
}

function read(path: string, file: Group): NamedWeights {
  const root = file.keys().includes("model_weights") ? (file.get("model_weights") as Group) : file; // Keras writes a group there
  const isLegacy = "layer_names" in root.attrs || "layer_names0" in root.attrs;
  const weights = new Map<string, Weight>();
  for (const [name, dataset] of isLegacy ? legacyWeights(path, root) : keras3Weights(path, root)) {
    if (!isFloat(dataset)) continue; // seeds of dropout, Normalization's count
    if (weights.has(name)) throw new WeightsFileError(path, `holds two weights named ${name}`);
    weights.set(name, weight(path, name, dataset));
  }
  if (weights.size === 0) throw new WeightsFileError(path, "holds no Keras weights");
  return weights;
}

function isFloat({ metadata }: Dataset): boolean {
  return metadata.type === 1; // H5T_FLOAT
}

function weight(path: string, name: string, dataset: Dataset): Weight {
  const shape = dataset.shape ?? [];
  const count = shape.reduce((a, b) => a * b, 1);
  if (count > MOST_VALUES)
    throw new WeightsFileError(
      path,
      `${name} claims ${String(count)} values; the most is ${String(MOST_VALUES)}`,
    );
  const { value } = dataset;
  if (value instanceof Float32Array) return { data: value, shape };
  if (value instanceof Float64Array) return { data: Float32Array.from(value), shape };
  if (typeof value === "number") return { data: Float32Array.of(value), shape };
  throw new WeightsFileError(
    path,
    `${name}: expected 32 or 64-bit floats, got ${JSON.stringify(dataset.dtype)}`,
  );
}
