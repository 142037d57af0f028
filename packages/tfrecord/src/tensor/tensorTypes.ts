/**
 * A type whose elements all have the same number of bytes.
 *
 * @inline
 */
export type NumberDType =
  | "float32"
  | "float64"
  | "int8"
  | "int16"
  | "int32"
  | "int64"
  | "uint8"
  | "uint16"
  | "uint32"
  | "uint64"
  | "bool"
  | "float16"
  | "bfloat16"
  | "complex64"
  | "complex128";

/**
 * The type of a tensor's elements. `string` is `bytes` decoded as UTF-8 text.
 *
 * @inline
 */
export type TensorDType = NumberDType | "bytes" | "string";

/**
 * The elements of a type. Halves become floats, and complex numbers pairs of real and imaginary parts.
 *
 * @inline
 */
export type TensorData<D extends TensorDType> = D extends "bytes"
  ? readonly Uint8Array[]
  : D extends "string"
    ? readonly string[]
    : D extends NumberDType
      ? TensorArray<D>
      : never;

/**
 * The array of numbers of a type.
 *
 * @inline
 */
type TensorArray<D extends NumberDType> = D extends "float32" | "float16" | "bfloat16" | "complex64"
  ? Float32Array<ArrayBuffer>
  : D extends "float64" | "complex128"
    ? Float64Array<ArrayBuffer>
    : D extends "int8"
      ? Int8Array<ArrayBuffer>
      : D extends "int16"
        ? Int16Array<ArrayBuffer>
        : D extends "int32"
          ? Int32Array<ArrayBuffer>
          : D extends "int64"
            ? BigInt64Array<ArrayBuffer>
            : D extends "uint16"
              ? Uint16Array<ArrayBuffer>
              : D extends "uint32"
                ? Uint32Array<ArrayBuffer>
                : D extends "uint64"
                  ? BigUint64Array<ArrayBuffer>
                  : Uint8Array<ArrayBuffer>;

/** How the values of a type are stored. */
interface Storage {
  /** The number of the type in `types.proto`. */
  readonly type: number;
  /** The field of a TensorProto that holds its values one by one. */
  readonly field: number;
  /** How values are stored in that field. */
  readonly wire: "varint" | "varint64" | "fixed32" | "fixed64" | "bytes";
  /** The size of an element in raw bytes; 0 for text, whose elements have different lengths. */
  readonly bytes: number;
  /** Makes the array of raw elements. */
  readonly view: (bytes: ArrayBuffer) => TensorArray<NumberDType>;
  /** The count of numbers in an element: 2 if it is complex. */
  readonly parts?: 2 | undefined;
}

const float32 = (bytes: ArrayBuffer): Float32Array<ArrayBuffer> => new Float32Array(bytes);
const float64 = (bytes: ArrayBuffer): Float64Array<ArrayBuffer> => new Float64Array(bytes);
const uint8 = (bytes: ArrayBuffer): Uint8Array<ArrayBuffer> => new Uint8Array(bytes);
const uint16 = (bytes: ArrayBuffer): Uint16Array<ArrayBuffer> => new Uint16Array(bytes);

/**
 * How each type is stored.
 *
 * @see tensorflow/core/framework/types.proto and tensor.proto
 */
const STORAGE: Readonly<Record<TensorDType, Storage>> = {
  float32: { type: 1, field: 5, wire: "fixed32", bytes: 4, view: float32 },
  float64: { type: 2, field: 6, wire: "fixed64", bytes: 8, view: float64 },
  int32: { type: 3, field: 7, wire: "varint", bytes: 4, view: (bytes) => new Int32Array(bytes) },
  uint8: { type: 4, field: 7, wire: "varint", bytes: 1, view: uint8 },
  int16: { type: 5, field: 7, wire: "varint", bytes: 2, view: (bytes) => new Int16Array(bytes) },
  int8: { type: 6, field: 7, wire: "varint", bytes: 1, view: (bytes) => new Int8Array(bytes) },
  bytes: { type: 7, field: 8, wire: "bytes", bytes: 0, view: uint8 },
  string: { type: 7, field: 8, wire: "bytes", bytes: 0, view: uint8 },
  complex64: { type: 8, field: 9, wire: "fixed32", bytes: 8, view: float32, parts: 2 },
  int64: { type: 9, field: 10, wire: "varint64", bytes: 8, view: (bytes) => new BigInt64Array(bytes) },
  bool: { type: 10, field: 11, wire: "varint", bytes: 1, view: uint8 },
  bfloat16: { type: 14, field: 13, wire: "varint", bytes: 2, view: uint16 },
  uint16: { type: 17, field: 7, wire: "varint", bytes: 2, view: uint16 },
  complex128: { type: 18, field: 12, wire: "fixed64", bytes: 16, view: float64, parts: 2 },
  float16: { type: 19, field: 13, wire: "varint", bytes: 2, view: uint16 },
  uint32: { type: 22, field: 16, wire: "varint", bytes: 4, view: (bytes) => new Uint32Array(bytes) },
  uint64: { type: 23, field: 17, wire: "varint64", bytes: 8, view: (bytes) => new BigUint64Array(bytes) },
};

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
