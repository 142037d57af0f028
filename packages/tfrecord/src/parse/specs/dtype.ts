import { integer, oneOf } from "@tensorloom/core/internal";

/**
 * The types of values. `string` is `bytes` decoded as UTF-8 text.
 *
 * @inline
 */
export type DType = "int64" | "float32" | "bytes" | "string";

/**
 * The type of int64 values in a result: `bigint`, or `number`, which throws if a value would be rounded.
 *
 * @inline
 */
export type Int64As = "bigint" | "number";

const DTYPES: readonly DType[] = ["int64", "float32", "bytes", "string"];
const INT64_AS: readonly Int64As[] = ["bigint", "number"];

/** Checks the type of a spec and its option `as`; returns the type of int64 values in the result. */
export function checkDType<A extends Int64As>(name: string, dtype: DType, input: A | undefined): A {
  oneOf(`${name}: dtype`, dtype, DTYPES);
  const as = input ?? ("bigint" as A); // without the option, the type parameter has its default
  oneOf<Int64As>(`${name}: as`, as, INT64_AS);
  return as;
}

/** Checks the option `shape` of a spec: sizes of at least `min`; default `[]`. */
export function checkShape<S extends readonly number[]>(name: string, input: S | undefined, min: number): S {
  const shape = input ?? ([] as unknown as S); // without the option, the type parameter has its default
  shape.forEach((size, axis) => integer(`${name}: shape[${String(axis)}]`, size, min));
  return shape;
}

/**
 * One value of a type.
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
 * Values of a type: typed arrays for numbers (Float64Array for int64 as numbers), else plain arrays.
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
 * Values with a shape, in row-major order.
 *
 * @inline
 */
export interface Shaped<V, S extends readonly number[] = readonly number[]> {
  readonly data: V;
  readonly shape: S;
}

/**
 * A shape as a plain tuple of dimensions, without `NoInfer`.
 *
 * @inline
 */
export type Dimensions<S extends readonly number[]> = S extends readonly [...infer T extends number[]]
  ? T
  : S;
