import { File, ready, type Dataset, type Group } from "h5wasm/node";
import type { NamedWeights, Weight } from "../namedWeights.ts";
import { keras3Weights } from "./keras3.ts";
import { half } from "./half.ts";
import { legacyWeights } from "./kerasLegacy.ts";
import { WeightsFileError } from "./weightsFileError.ts";

/** A dataset of an HDF5 file and the name that its weight has in a model. */
export type NamedDataset = readonly [name: string, dataset: Dataset];

/** Far more than any weight has (B7's largest holds 3 million); what a file claims is not to be believed beyond it. */
const MOST_VALUES = 2 ** 28;

let opened: Awaited<typeof ready> | undefined;

/** Reads a Keras HDF5 file: legacy weights, a whole model, or Keras 3 weights. */
export async function readHdf5(path: string): Promise<NamedWeights> {
  const hdf5 = await ready;
  opened = hdf5;
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
  const value: unknown = valuesOf(path, name, dataset);
  const data =
    value instanceof Float32Array
      ? value
      : value instanceof Float64Array
        ? Float32Array.from(value)
        : typeof value === "number"
          ? Float32Array.of(value)
          : undefined;
  if (data === undefined)
    throw new WeightsFileError(
      path,
      `${name}: expected 16, 32 or 64-bit floats, got ${JSON.stringify(dataset.dtype)}`,
    );
  const at = data.findIndex((number) => !Number.isFinite(number));
  if (at >= 0)
    throw new WeightsFileError(
      path,
      `${name} must hold finite numbers, got ${String(data[at])} at ${String(at)}`,
    );
  return { data, shape };
}

/** Filters that HDF5 brings along: gzip, shuffle, fletcher32, szip, nbit, scale-offset. */
const STANDARD_FILTERS = 6;

function valuesOf(path: string, name: string, dataset: Dataset): unknown {
  const strange = dataset.filters.find(({ id }) => id > STANDARD_FILTERS);
  if (strange !== undefined)
    throw new WeightsFileError(
      path,
      `${name} is compressed with ${strange.name === "" ? `filter ${String(strange.id)}` : strange.name}, which is not ` +
        "supported; write the file again with gzip or without compression",
    );
  return dataset.metadata.size === 2 ? halvesOf(dataset) : dataset.value;
}

/** The parts of h5wasm's module by which the bytes of a dataset are read; its types leave them out. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  get_dataset_data(file: bigint, path: string, count: null, offset: null, strides: null, to: bigint): void;
}

/** Half precision, which h5wasm reads, in little-endian order, but does not decode. */
function halvesOf(dataset: Dataset): Float32Array {
  const memory = opened as unknown as Memory; // loaded: a file is open
  const { total_size } = dataset.metadata;
  const pointer = memory._malloc(2 * total_size);
  try {
    memory.get_dataset_data(dataset.file_id, dataset.path, null, null, null, BigInt(pointer));
    const bytes = memory.HEAPU8.slice(pointer, pointer + 2 * total_size);
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: total_size }, (_, at) => half(view.getUint16(2 * at, true)));
  } finally {
    memory._free(pointer);
  }
}
