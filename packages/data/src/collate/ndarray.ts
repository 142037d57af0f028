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

/** The typed arrays that integers of 64 bits are kept in, exactly. */
export type BigIntArray = BigInt64Array | BigUint64Array;

/** Numbers with a shape, row by row: what becomes a tensor at the last step. */
export interface NDArray<D extends TypedArray | BigIntArray = TypedArray> {
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
  return isAnyTypedArray(value) && !isBigIntArray(value);
}

/** Whether a value is a typed array, of numbers or of bigints, of this realm or another. */
export function isAnyTypedArray(value: unknown): value is TypedArray | BigIntArray {
  return ArrayBuffer.isView(value) && tagOf(value) !== "[object DataView]";
}

/** Whether a value is a typed array of bigints. */
export function isBigIntArray(value: unknown): value is BigIntArray {
  return ArrayBuffer.isView(value) && /^\[object Big(Int|Uint)64Array\]$/.test(tagOf(value));
}

/** What instanceof cannot know of arrays from other realms. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}
