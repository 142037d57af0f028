/**
 * The typed arrays that an {@link NDArray} can hold.
 *
 * @example
 * ```ts
 * import { range, stack, type TypedArray } from "@tensorloom/data";
 *
 * const double = (array: TypedArray) => Float32Array.from(array, (x) => 2 * x);
 * const batches = range(4).batch(2, { collate: stack });
 * await batches.map(({ data }) => double(data)).toArray(); // => [Float32Array.of(0, 2), Float32Array.of(4, 6)]
 * ```
 */
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

/**
 * The typed arrays of 64-bit integers.
 *
 * @inline
 */
export type BigIntArray = BigInt64Array | BigUint64Array;

/**
 * Numbers with a shape, in row-major order. Training turns it into a tensor.
 *
 * @example
 * ```ts
 * import { type NDArray, range } from "@tensorloom/data";
 *
 * const matrix: NDArray = { data: Float32Array.of(1, 2, 3, 4, 5, 6), shape: [2, 3] };
 * const rows = range(1).map(() => matrix).unbatch();
 * (await rows.toArray()).length; // => 2
 * ```
 */
export interface NDArray<D extends TypedArray | BigIntArray = TypedArray> {
  readonly data: D;
  /** The length of each axis, outermost first: `[batch, height, width, channels]`. */
  readonly shape: readonly number[];
}

/**
 * Whether a value is a typed array of numbers.
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

/** Whether a value is a typed array, of any realm. */
export function isAnyTypedArray(value: unknown): value is TypedArray | BigIntArray {
  return ArrayBuffer.isView(value) && tagOf(value) !== "[object DataView]";
}

/** Whether a value is a typed array of bigints. */
export function isBigIntArray(value: unknown): value is BigIntArray {
  return ArrayBuffer.isView(value) && /^\[object Big(Int|Uint)64Array\]$/.test(tagOf(value));
}

/** The type tag, which `instanceof` does not see in arrays of other realms. */
function tagOf(value: unknown): string {
  return Object.prototype.toString.call(value);
}
