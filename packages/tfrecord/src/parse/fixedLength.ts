import { checkOptions, integer, oneOf, sizeOf } from "@tensorloom/core/internal";
import {
  DTYPES,
  INT64_AS,
  type DType,
  type Int64As,
  type ScalarOf,
  type Shaped,
  type ValuesOf,
} from "./dtype.ts";

/** A feature of a fixed number of values. */
export interface FixedLength<
  D extends DType = DType,
  S extends readonly number[] = readonly number[],
  A extends Int64As = Int64As,
> {
  readonly method: "fixedLength";
  readonly dtype: D;
  readonly shape: S;
  readonly as: A;
  /** As many values as the shape takes, or nothing. */
  readonly default: readonly DefaultValue[] | undefined;
}

/**
 * A value of a default.
 *
 * @inline
 */
export type DefaultValue = bigint | number | string | Uint8Array;

/**
 * How {@link fixedLength} reads a feature.
 *
 * @inline
 */
export interface FixedLengthOptions<D extends DType, S extends readonly number[], A extends Int64As> {
  /** The dimensions; default `[]`: one value. */
  readonly shape?: S | undefined;
  /** Stands in where the feature is missing: one value, which fills the shape, or as many as the shape takes. */
  readonly default?: DefaultOf<D> | readonly DefaultOf<D>[] | undefined;
  /** How integers are handed over; default `bigint`. */
  readonly as?: A | undefined;
}

/**
 * What a default of a kind can be given as.
 *
 * @inline
 */
export type DefaultOf<D extends DType> = D extends "int64"
  ? bigint | number
  : D extends "float32"
    ? number
    : D extends "bytes"
      ? Uint8Array | string
      : string;

/**
 * What a fixed-length feature becomes: a value, a list of values for one dimension, values with a shape for more.
 *
 * @inline
 */
export type FixedValue<
  D extends DType,
  S extends readonly number[],
  A extends Int64As,
> = S extends readonly []
  ? ScalarOf<D, A>
  : S extends readonly [number]
    ? ValuesOf<D, A>
    : Shaped<ValuesOf<D, A>, S>;

/**
 * The spec of a feature that holds the same number of values in every Example.
 *
 * @param dtype - What the values are.
 * @throws RangeError where the default does not have as many values as the shape takes.
 * @see tf.io.FixedLenFeature
 * @example
 * ```ts
 * import { encodeExample, fixedLength, int64, parseExample } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ target: int64(1) });
 * parseExample(example, { target: fixedLength("int64"), age: fixedLength("int64", { default: -1 }) }); // => { target: 1n, age: -1n }
 * ```
 */
export function fixedLength<
  const D extends DType,
  const S extends readonly number[] = readonly [],
  const A extends Int64As = "bigint",
>(dtype: D, options: FixedLengthOptions<D, S, A> = {}): FixedLength<NoInfer<D>, NoInfer<S>, NoInfer<A>> {
  checkOptions<FixedLengthOptions<D, S, A>>("fixedLength", options, {
    shape: "object",
    default: "any",
    as: "string",
  });
  oneOf("fixedLength: dtype", dtype, DTYPES);
  // what is left out is the type parameter's own default
  const shape = options.shape ?? ([] as unknown as S);
  const as = options.as ?? ("bigint" as A); // what is left out is the type parameter's own default
  oneOf<Int64As>("fixedLength: as", as, INT64_AS);
  shape.forEach((size, axis) => integer(`fixedLength: shape[${String(axis)}]`, size, 0));
  return {
    method: "fixedLength",
    dtype,
    shape,
    as,
    default: expandDefault(options.default, sizeOf(shape)),
  };
}

function expandDefault(
  given: DefaultValue | readonly DefaultValue[] | undefined,
  size: number,
): FixedLength["default"] {
  if (given === undefined) return undefined;
  const values = isList(given) ? given : Array.from({ length: size }, () => given);
  if (values.length === size) return values;
  throw new RangeError(
    `fixedLength: default must have ${String(size)} values, as the shape takes, got ${String(values.length)}`,
  );
}

function isList(given: DefaultValue | readonly DefaultValue[]): given is readonly DefaultValue[] {
  return Array.isArray(given);
}
