import { isRecord } from "../check/isRecord.ts";
import { sizeOf } from "../check/shape.ts";

/** A tensor of a safetensors file: its bytes are a view of the file's. */
export interface StoredTensor {
  readonly name: string;
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

/** The tensors of a safetensors file, and its metadata. */
export interface TensorTable {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: readonly StoredTensor[];
}

const LENGTH_BYTES = 8;

/** Bytes of a number of each type. */
const WIDTHS: Readonly<Record<string, number>> = {
  ...{ F64: 8, I64: 8, U64: 8, F32: 4, I32: 4, U32: 4, F16: 2, BF16: 2, I16: 2, U16: 2 },
  ...{ I8: 1, U8: 1, BOOL: 1, F8_E4M3: 1, F8_E5M2: 1 },
};

/**
 * Reads the table of a safetensors file: which tensors it has, and where.
 *
 * @throws RangeError if it is not one or was cut off; the message says how.
 * @see https://huggingface.co/docs/safetensors
 * @example
 * ```ts
 * import { readTensorTable } from "@tensorloom/core/internal";
 *
 * const header = new TextEncoder().encode('{"bias":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}');
 * const file = Uint8Array.of(header.length, 0, 0, 0, 0, 0, 0, 0, ...header, 0, 0, 128, 63);
 * const { tensors } = readTensorTable(file);
 * [tensors[0].name, new DataView(tensors[0].bytes.slice().buffer).getFloat32(0, true)]; // => ["bias", 1]
 * ```
 */
export function readTensorTable(bytes: Uint8Array): TensorTable {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = bytes.length < LENGTH_BYTES ? Infinity : Number(view.getBigUint64(0, true));
  const start = LENGTH_BYTES + length;
  if (start > bytes.length)
    throw new RangeError(`it has ${String(bytes.length)} bytes, fewer than its header`);
  const { __metadata__: metadata = {}, ...entries } = parseHeader(bytes.subarray(LENGTH_BYTES, start));
  const tensors = Object.entries(entries).map(([name, entry]) => readTensor(name, entry, bytes, start));
  const end = tensors.reduce((sum, tensor) => sum + tensor.bytes.length, start);
  if (end !== bytes.length)
    throw new RangeError(`it must have ${String(end)} bytes, got ${String(bytes.length)}`);
  if (!isRecord(metadata)) throw new RangeError("its metadata are not an object");
  return { metadata: metadata as TensorTable["metadata"], tensors }; // the format allows nothing but strings
}

function parseHeader(bytes: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    header = undefined;
  }
  if (!isRecord(header)) throw new RangeError("its header is not JSON");
  return header;
}

/** An array in the header. */
interface TensorEntry {
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The begin and end of its bytes, after the header. */
  readonly data_offsets: readonly [begin: number, end: number];
}

function isEntry(value: unknown): value is TensorEntry {
  if (!isRecord(value) || typeof value["dtype"] !== "string") return false;
  return Array.isArray(value["shape"]) && Array.isArray(value["data_offsets"]);
}

function readTensor(name: string, entry: unknown, bytes: Uint8Array, start: number): StoredTensor {
  if (!isEntry(entry)) throw new RangeError(`array ${name} has no type, shape and place`);
  const { dtype, shape, data_offsets: offsets } = entry;
  const [begin, end] = offsets;
  const width = Object.hasOwn(WIDTHS, dtype) ? WIDTHS[dtype] : undefined;
  if (width === undefined) throw new RangeError(`array ${name} has the unknown type ${dtype}`);
  const size = sizeOf(shape) * width;
  if (end - begin !== size || start + end > bytes.length)
    throw new RangeError(
      `array ${name} must have ${String(size)} bytes, got ${String(Math.min(end, bytes.length - start) - begin)}`,
    );
  return { name, dtype, shape, bytes: bytes.subarray(start + begin, start + end) };
}
