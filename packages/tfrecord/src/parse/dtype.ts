/**
 * The kinds of values that a spec can ask for. `string` is `bytes` read as UTF-8 text.
 *
 * @inline
 */
export type DType = "int64" | "float32" | "bytes" | "string";

/**
 * How 64-bit integers are handed over: exactly as bigint, or as numbers, where one that would be rounded is an error.
 *
 * @inline
 */
export type Int64As = "bigint" | "number";

/** The choices of {@link DType}. */
export const DTYPES: readonly DType[] = ["int64", "float32", "bytes", "string"];

/** The choices of {@link Int64As}. */
export const INT64_AS: readonly Int64As[] = ["bigint", "number"];

/**
 * One value of a kind.
 *
 * @inline
 */
export type ScalarOf<D extends DType, A extends Int64As = "bigint"> = D extends "int64"
  ? A extends "number"
    ? number
    : bigint
  : D extends "float32"
    ? number
    : D extends "bytes"
      ? Uint8Array
      : string;

/**
 * Many values of a kind: typed arrays for numbers (Float64Array for integers as numbers), plain arrays for the rest.
 *
 * @inline
 */
export type ValuesOf<D extends DType, A extends Int64As = "bigint"> = D extends "int64"
  ? A extends "number"
    ? Float64Array
    : BigInt64Array
  : D extends "float32"
    ? Float32Array
    : D extends "bytes"
      ? readonly Uint8Array[]
      : readonly string[];

/**
 * Values with a shape, row-major.
 *
 * @inline
 */
export interface Shaped<V, S extends readonly number[] = readonly number[]> {
  readonly data: V;
  readonly shape: S;
}

/**
 * A shape as a plain list of dimensions: rid of what keeps a spec's type from being led by where it stands.
 *
 * @inline
 */
export type Dimensions<S extends readonly number[]> = S extends readonly [...infer T extends number[]]
  ? T
  : S;
