/** The typed arrays that numbers with a shape are kept in. */
export type TypedArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Int16Array
  | Int32Array
  | Uint8Array
  | Uint8ClampedArray
  | Uint16Array
  | Uint32Array;

/** Numbers with a shape, row by row: what becomes a tensor at the last step. */
export interface NDArray<D extends TypedArray = TypedArray> {
  readonly data: D;
  /** The length of each axis, outermost first: `[batch, height, width, channels]`. */
  readonly shape: readonly number[];
}

/**
 * Whether a value is a typed array of numbers: not a DataView, not of bigints.
 *
 * @example
 * ```ts
 * import { isTypedArray } from "@tensorloom/data";
 *
 * isTypedArray(Float32Array.of(1)); // => true
 * isTypedArray([1]); // => false
 * ```
 */
export function isTypedArray(value: unknown): value is TypedArray {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}
