/** The arrays of the numbers of each type, and how its values are stored. */
interface Storage {
  /** The number of the type in `types.proto`. */
  readonly type: number;
  /** The field of a TensorProto that holds its values one by one. */
  readonly field: number;
  /** How values are stored in that field. */
  readonly wire: "varint" | "varint64" | "fixed32" | "fixed64" | "bytes";
  /** The size of an element in raw bytes; 0 for text, whose elements have different lengths. */
  readonly bytes: number;
  /** The array of raw elements. */
  readonly array: TensorArrayConstructor;
  /** The count of numbers in an element: 2 if it is complex. */
  readonly parts?: 2 | undefined;
}

type TensorArrayConstructor =
  | Float32ArrayConstructor
  | Float64ArrayConstructor
  | Int8ArrayConstructor
  | Int16ArrayConstructor
  | Int32ArrayConstructor
  | BigInt64ArrayConstructor
  | Uint8ArrayConstructor
  | Uint16ArrayConstructor
  | Uint32ArrayConstructor
  | BigUint64ArrayConstructor;

/**
 * How each type is stored.
 *
 * @see tensorflow/core/framework/types.proto and tensor.proto
 */
export const STORAGE = {
  float32: { type: 1, field: 5, wire: "fixed32", bytes: 4, array: Float32Array },
  float64: { type: 2, field: 6, wire: "fixed64", bytes: 8, array: Float64Array },
  int32: { type: 3, field: 7, wire: "varint", bytes: 4, array: Int32Array },
  uint8: { type: 4, field: 7, wire: "varint", bytes: 1, array: Uint8Array },
  int16: { type: 5, field: 7, wire: "varint", bytes: 2, array: Int16Array },
  int8: { type: 6, field: 7, wire: "varint", bytes: 1, array: Int8Array },
  bytes: { type: 7, field: 8, wire: "bytes", bytes: 0, array: Uint8Array },
  string: { type: 7, field: 8, wire: "bytes", bytes: 0, array: Uint8Array },
  complex64: { type: 8, field: 9, wire: "fixed32", bytes: 8, array: Float32Array, parts: 2 },
  int64: { type: 9, field: 10, wire: "varint64", bytes: 8, array: BigInt64Array },
  bool: { type: 10, field: 11, wire: "varint", bytes: 1, array: Uint8Array },
  bfloat16: { type: 14, field: 13, wire: "varint", bytes: 2, array: Uint16Array },
  uint16: { type: 17, field: 7, wire: "varint", bytes: 2, array: Uint16Array },
  complex128: { type: 18, field: 12, wire: "fixed64", bytes: 16, array: Float64Array, parts: 2 },
  float16: { type: 19, field: 13, wire: "varint", bytes: 2, array: Uint16Array },
  uint32: { type: 22, field: 16, wire: "varint", bytes: 4, array: Uint32Array },
  uint64: { type: 23, field: 17, wire: "varint64", bytes: 8, array: BigUint64Array },
} as const satisfies Readonly<Record<string, Storage>>;

/**
 * The type of a tensor's elements. `string` is `bytes` decoded as UTF-8 text.
 *
 * @inline
 */
export type TensorDType = keyof typeof STORAGE;

/**
 * A type whose elements all have the same number of bytes.
 *
 * @inline
 */
export type NumberDType = Exclude<TensorDType, "bytes" | "string">;

/**
 * The elements of a type. Halves become floats, and complex numbers pairs of real and imaginary parts.
 *
 * @inline
 */
export type TensorData<D extends TensorDType> = D extends "bytes"
  ? readonly Uint8Array[]
  : D extends "string"
    ? readonly string[]
    : D extends "float16" | "bfloat16"
      ? Float32Array<ArrayBuffer>
      : InstanceType<(typeof STORAGE)[D]["array"]>;

/** Returns how a type is stored. */
export function storageOf(dtype: TensorDType): Storage {
  return STORAGE[dtype];
}

/** The names of all types. */
export const TENSOR_TYPES: readonly TensorDType[] = Object.keys(STORAGE) as TensorDType[]; // its own keys

/** The name of a type by its number, for errors. */
export function dtypeName(type: number): string {
  return (
    TENSOR_TYPES.find((dtype) => STORAGE[dtype].type === type) ?? `the type ${String(type)} of types.proto`
  );
}
