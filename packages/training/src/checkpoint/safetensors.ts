import { readTensorTable } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";

/** An array in the header of a safetensors file. */
interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The begin and end of its bytes, after the header. */
  readonly data_offsets: readonly [begin: number, end: number];
}

/** The arrays of a safetensors file, and its metadata. */
export interface Safetensors {
  readonly metadata: Readonly<Record<string, string>>;
  readonly arrays: ReadonlyMap<string, NDArray>;
}

/** The table of some arrays, and their bytes in its order, without copies. */
export interface TensorLayout {
  readonly tensors: Readonly<Record<string, TensorEntry>>;
  readonly chunks: readonly Uint8Array[];
}

/** The types of arrays, by their names in a file. */
const TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

/** The header is padded to a multiple of this, so that every array begins at a multiple of its elements' size. */
const ALIGNMENT = 8;
const LENGTH_BYTES = 8;

/** Lays out arrays one after the other, those of the largest elements first. */
export function layOutTensors(arrays: ReadonlyMap<string, NDArray>): TensorLayout {
  const sorted = [...arrays].sort(([, a], [, b]) => b.data.BYTES_PER_ELEMENT - a.data.BYTES_PER_ELEMENT);
  let at = 0;
  const entries = sorted.map(([name, { data, shape }]): [string, TensorEntry] => {
    const begin = at;
    at += data.byteLength;
    return [name, { dtype: dtypeOf(data), shape, data_offsets: [begin, at] }];
  });
  const chunks = sorted.map(([, { data }]) => new Uint8Array(data.buffer, data.byteOffset, data.byteLength));
  return { tensors: Object.fromEntries(entries), chunks };
}

/** Whether a file can hold an array: of any realm, but not of a type such as Float16Array. */
export function isStorable(data: NDArray["data"]): boolean {
  return findType(data) !== undefined;
}

function dtypeOf(data: NDArray["data"]): string {
  const dtype = findType(data);
  if (dtype === undefined) throw new TypeError(`a file cannot hold a ${data[Symbol.toStringTag]}`);
  return dtype;
}

function findType(data: NDArray["data"]): string | undefined {
  const name = data[Symbol.toStringTag];
  if (name === "Uint8ClampedArray") return "U8";
  return Object.entries(TYPES).find(([, type]) => type.name === name)?.[0];
}

/** Encodes a table and its arrays as the chunks of a safetensors file. */
export function encodeSafetensors(
  { tensors, chunks }: TensorLayout,
  metadata: Readonly<Record<string, string>>,
): readonly Uint8Array[] {
  const text = new TextEncoder().encode(JSON.stringify({ __metadata__: metadata, ...tensors }));
  const padded = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const header = new Uint8Array(LENGTH_BYTES + padded).fill(0x20); // spaces, which JSON ignores
  new DataView(header.buffer).setBigUint64(0, BigInt(padded), true);
  header.set(text, LENGTH_BYTES);
  return [header, ...chunks];
}

/**
 * Parses a safetensors file. Arrays are copies, so the file's bytes can be released.
 *
 * @throws RangeError if it is not one or was cut off; the message says how.
 * @see https://huggingface.co/docs/safetensors
 */
export function parseSafetensors(bytes: Uint8Array): Safetensors {
  const { metadata, tensors } = readTensorTable(bytes);
  const arrays = new Map<string, NDArray>();
  for (const { name, dtype, shape, bytes: stored } of tensors) {
    const type = Object.hasOwn(TYPES, dtype) ? TYPES[dtype as keyof typeof TYPES] : undefined; // it has that key
    if (type === undefined) throw new RangeError(`array ${name} has the unknown type ${dtype}`);
    arrays.set(name, { data: new type(copyBytes(stored)), shape });
  }
  return { metadata, arrays };
}

/** Copies bytes, to a buffer of their own: the `slice` of Node's Buffer would be a view. */
function copyBytes(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}
