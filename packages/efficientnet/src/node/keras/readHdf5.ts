import { File, ready, type Dataset, type Group } from "h5wasm/node";
import type { NamedWeights, Weight } from "../../weights/namedWeights.ts";
import { filterName } from "./filterName.ts";
import { keras3Weights, type WeightKinds } from "./keras3Weights.ts";
import { bfloat, half } from "../format/float16.ts";
import { legacyWeights } from "./legacyWeights.ts";
import { type Placed, uniqueNames } from "./uniqueNames.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

/** A dataset of an HDF5 file and where its weight is in a model: `[…models, layer, kind]`. */
export type PlacedDataset = readonly [path: readonly string[], dataset: Dataset];

/** Far more than any weight has (B7's largest holds 3 million); what a file claims is not to be believed beyond it. */
const MOST_VALUES = 2 ** 28;

let opened: Awaited<typeof ready> | undefined;

/**
 * Reads a Keras HDF5 file: legacy weights, a whole model, or Keras 3 weights.
 *
 * @param kinds - What the weights of layers are, by the layer's name, if the file's neighbour says it.
 */
export async function readHdf5(path: string, kinds: WeightKinds = new Map()): Promise<NamedWeights> {
  const hdf5 = await ready;
  opened = hdf5;
  hdf5.activate_throwing_error_handler(); // it prints its errors otherwise, and goes on
  try {
    return readOpened(path, new File(path, "r"), kinds);
  } catch (cause) {
    if (cause instanceof WeightsFileError) throw cause;
    throw new WeightsFileError(path, "cannot be read as HDF5; it may be cut off or damaged", { cause });
  } finally {
    hdf5.deactivate_throwing_error_handler();
  }
}

function readOpened(path: string, file: File, kinds: WeightKinds): NamedWeights {
  try {
    return read(path, file, kinds);
  } finally {
    file.close();
  }
}

function read(path: string, file: Group, kinds: WeightKinds): NamedWeights {
  const root = file.keys().includes("model_weights") ? (file.get("model_weights") as Group) : file; // Keras writes a group there
  const isLegacy = "layer_names" in root.attrs || "layer_names0" in root.attrs;
  const found: Placed[] = [];
  for (const [place, dataset] of isLegacy ? legacyWeights(path, root) : keras3Weights(path, root, kinds)) {
    if (isWholeNumbers(dataset)) continue; // seeds of dropout, Normalization's count
    found.push([place, weight(path, place.slice(-2).join("/"), dataset)]);
  }
  if (found.length === 0) throw new WeightsFileError(path, "holds no Keras weights");
  return uniqueNames(path, found);
}

function isWholeNumbers({ metadata }: Dataset): boolean {
  return metadata.type === 0; // H5T_INTEGER
}

/** H5T_OPAQUE of two bytes, as h5py writes the bfloat16 of numpy. */
function isBfloat({ metadata }: Dataset): boolean {
  return metadata.type === 5 && metadata.size === 2;
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
      `${name} is compressed with ${filterName(strange)}, which is not ` +
        "supported; write the file again with gzip or without compression",
    );
  if (isBfloat(dataset)) return decodedOf(dataset, bfloat);
  return dataset.metadata.type === 1 && dataset.metadata.size === 2
    ? decodedOf(dataset, half)
    : dataset.value;
}

/** The parts of h5wasm's module by which the bytes of a dataset are read; its types leave them out. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  get_dataset_data(file: bigint, path: string, count: null, offset: null, strides: null, to: bigint): void;
}

/** Floats of 16 bits, which h5wasm reads, in little-endian order, but does not decode. */
function decodedOf(dataset: Dataset, decode: (bits: number) => number): Float32Array {
  const memory = opened as unknown as Memory; // loaded: a file is open
  const { total_size } = dataset.metadata;
  const pointer = memory._malloc(2 * total_size);
  try {
    memory.get_dataset_data(dataset.file_id, dataset.path, null, null, null, BigInt(pointer));
    const bytes = memory.HEAPU8.slice(pointer, pointer + 2 * total_size);
    const view = new DataView(bytes.buffer);
    return Float32Array.from({ length: total_size }, (_, at) => decode(view.getUint16(2 * at, true)));
  } finally {
    memory._free(pointer);
  }
}
