import { sizeOf } from "@tensorloom/core/internal";
import { File, ready, type Dataset, type Group } from "h5wasm/node";
import type { NamedWeights, Weight } from "../../weights/namedWeights.ts";
import { filterName } from "./filterName.ts";
import { keras3Weights, type WeightKinds } from "./keras3Weights.ts";
import { decodeBfloat16, decodeFloat16 } from "../format/float16.ts";
import { legacyWeights } from "./legacyWeights.ts";
import { type Placed, uniqueNames } from "./uniqueNames.ts";
import { WeightsFileError } from "../format/weightsFileError.ts";

/** Limit on the values of a weight, before memory is allocated; B7's largest has 3 million. */
const MAX_VALUES = 2 ** 28;

let opened: Awaited<typeof ready> | undefined;

/**
 * Reads a Keras HDF5 file: legacy weights, a whole model, or Keras 3 weights.
 *
 * @param kinds - The kinds of weights by layer name, if a configuration beside the file lists them.
 */
export async function readHdf5(path: string, kinds: WeightKinds = new Map()): Promise<NamedWeights> {
  const hdf5 = await ready;
  opened = hdf5;
  hdf5.activate_throwing_error_handler(); // otherwise it prints errors and continues
  try {
    return readAndClose(path, new File(path, "r"), kinds);
  } catch (cause) {
    if (cause instanceof WeightsFileError) throw cause;
    throw new WeightsFileError(path, "cannot be read as HDF5; it may be cut off or damaged", { cause });
  } finally {
    hdf5.deactivate_throwing_error_handler();
  }
}

function readAndClose(path: string, file: File, kinds: WeightKinds): NamedWeights {
  try {
    return readFile(path, file, kinds);
  } finally {
    file.close();
  }
}

function readFile(path: string, file: Group, kinds: WeightKinds): NamedWeights {
  const root = file.keys().includes("model_weights") ? (file.get("model_weights") as Group) : file; // Keras writes a group there
  const isLegacy = "layer_names" in root.attrs || "layer_names0" in root.attrs;
  const found: Placed[] = [];
  for (const [place, dataset] of isLegacy ? legacyWeights(path, root) : keras3Weights(path, root, kinds)) {
    if (isWholeNumbers(dataset)) continue; // dropout's seeds and Normalization's count
    found.push([place, readWeight(path, place.slice(-2).join("/"), dataset)]);
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

function readWeight(path: string, name: string, dataset: Dataset): Weight {
  const shape = dataset.shape ?? [];
  const count = sizeOf(shape);
  if (count > MAX_VALUES)
    throw new WeightsFileError(
      path,
      `${name} claims ${String(count)} values; the maximum is ${String(MAX_VALUES)}`,
    );
  const value: unknown = readValues(path, name, dataset);
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

/** HDF5's built-in filters: gzip, shuffle, fletcher32, szip, nbit, scale-offset. */
const STANDARD_FILTERS = 6;

function readValues(path: string, name: string, dataset: Dataset): unknown {
  const unsupported = dataset.filters.find(({ id }) => id > STANDARD_FILTERS);
  if (unsupported !== undefined)
    throw new WeightsFileError(
      path,
      `${name} is compressed with ${filterName(unsupported)}, which is not ` +
        "supported; write the file again with gzip or without compression",
    );
  if (isBfloat(dataset)) return readHalves(dataset, decodeBfloat16);
  return dataset.metadata.type === 1 && dataset.metadata.size === 2
    ? readHalves(dataset, decodeFloat16)
    : dataset.value;
}

/** The functions of h5wasm's module that read a dataset's bytes; its types omit them. */
interface Memory {
  readonly HEAPU8: Uint8Array;
  _malloc(bytes: number): number;
  _free(pointer: number): void;
  get_dataset_data(file: bigint, path: string, count: null, offset: null, strides: null, to: bigint): void;
}

/** Reads 16-bit floats: h5wasm returns their bytes in little-endian order, but does not decode them. */
function readHalves(dataset: Dataset, decode: (bits: number) => number): Float32Array {
  const memory = opened as unknown as Memory; // it is loaded, because a file is open
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
