import { sizeOf } from "@tensorloom/core/internal";
import type { Dataset } from "h5wasm";
import { FileProblem } from "../errors/fileProblem.ts";
import { filterName } from "./filterName.ts";
import { decodeBfloat16, decodeFloat16 } from "./float16.ts";
import type { Memory } from "./hdf5.ts";

/** The values of a weight, row by row, and its shape. */
export interface StoredWeight {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Limit on the values of a weight, before memory is allocated: 1 GB of floats. */
const MAX_VALUES = 2 ** 28;

/** HDF5's built-in filters: gzip, shuffle, fletcher32, szip, nbit, scale-offset. */
const STANDARD_FILTERS = 6;

/** Whether a dataset has whole numbers: dropout's seeds and the count of Normalization. */
export function isWholeNumbers({ metadata }: Dataset): boolean {
  return metadata.type === 0; // H5T_INTEGER
}

/**
 * Reads a weight as 32-bit floats; it may be stored with 16, 32 or 64 bits.
 *
 * @param name - The weight's name in messages.
 * @throws FileProblem if it is too large, not of floats, not finite, or compressed in a way that is not supported.
 */
export function readNumbers(name: string, dataset: Dataset, memory: Memory): StoredWeight {
  const shape = dataset.shape ?? [];
  const count = sizeOf(shape);
  if (count > MAX_VALUES)
    throw new FileProblem(`${name} claims ${String(count)} values; the maximum is ${String(MAX_VALUES)}`);
  const data = floatsOf(readValues(name, dataset, memory));
  if (data === undefined)
    throw new FileProblem(`${name}: expected 16, 32 or 64-bit floats, got ${JSON.stringify(dataset.dtype)}`);
  const at = data.findIndex((number) => !Number.isFinite(number));
  if (at >= 0)
    throw new FileProblem(`${name} must hold finite numbers, got ${String(data[at])} at ${String(at)}`);
  return { data, shape };
}

function floatsOf(value: unknown): Float32Array | undefined {
  if (value instanceof Float32Array) return value;
  if (value instanceof Float64Array) return Float32Array.from(value);
  return typeof value === "number" ? Float32Array.of(value) : undefined;
}

function readValues(name: string, dataset: Dataset, memory: Memory): unknown {
  const unsupported = dataset.filters.find(({ id }) => id > STANDARD_FILTERS);
  if (unsupported !== undefined)
    throw new FileProblem(
      `${name} is compressed with ${filterName(unsupported)}, which is not ` +
        "supported; write the file again with gzip or without compression",
    );
  const { type, size } = dataset.metadata;
  if (type === 5 && size === 2) return readHalves(dataset, decodeBfloat16, memory); // H5T_OPAQUE, as h5py writes bfloat16
  return type === 1 && size === 2 ? readHalves(dataset, decodeFloat16, memory) : dataset.value;
}

/** Reads 16-bit floats: h5wasm returns their bytes in little-endian order, but does not decode them. */
function readHalves(dataset: Dataset, decode: (bits: number) => number, memory: Memory): Float32Array {
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
