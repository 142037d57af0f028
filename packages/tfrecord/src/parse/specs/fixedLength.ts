import { checkOptions, sizeOf } from "@tensorloom/core/internal";
import {
  checkDType,
  checkShape,
  type DType,
  type Int64As,
  type ScalarOf,
  type Shaped,
  type ValuesOf,
} from "./dtype.ts";

/**
 * The spec that {@link fixedLength} returns.
 *
 * @example
 * ```ts
 * import { type FixedLength, fixedLength } from "@tensorloom/tfrecord";
 *
 * const isRequired = (spec: FixedLength): boolean => spec.default === undefined;
 *
 * const spec = { target: fixedLength("int64"), age: fixedLength("int64", { default: -1 }) };
 * Object.entries(spec).filter(([, one]) => isRequired(one)).map(([key]) => key); // => ["target"]
 * ```
 */
export interface FixedLength<
  D extends DType = DType,
  S extends readonly number[] = readonly number[],
  A extends Int64As = Int64As,
> {
  readonly method: "fixedLength";
  readonly dtype: D;
  readonly shape: S;
  readonly as: A;
  /** As many values as the shape has; `undefined`: the feature is required. */
  readonly default: readonly DefaultValue[] | undefined;
}

/**
 * A default value.
 *
 * @inline
 */
export type DefaultValue = bigint | number | string | Uint8Array;

/**
 * Options of {@link fixedLength}.
 *
 * @inline
 */
export interface FixedLengthOptions<D extends DType, S extends readonly number[], A extends Int64As> {
  /** The dimensions; default `[]`: one value. */
  readonly shape?: S | undefined;
  /** Used if the feature is missing: one value, which fills the shape, or all values. Default: the feature is required. */
  readonly default?: DefaultOf<D> | readonly DefaultOf<D>[] | undefined;
  /** The type of int64 values in the result; default `bigint`. With `number`, a value that would be rounded throws. */
  readonly as?: A | undefined;
}

/**
 * A default value for a type.
 *
 * @inline
 */
type DefaultOf<D extends DType> = D extends "int64"
  ? bigint | number
  : D extends "float32"
    ? number
    : D extends "bytes"
      ? Uint8Array | string
      : string;

/**
 * The result for one Example: a value, a list of values for one dimension, or values with a shape.
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
 * The spec of a feature that always has the same shape.
 *
 * @param dtype - The type of the values.
 * @throws RangeError if the default does not have as many values as the shape.
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
  const as = checkDType("fixedLength", dtype, options.as);
  const shape = checkShape("fixedLength", options.shape, 0);
  return {
    method: "fixedLength",
    dtype,
    shape,
    as,
    default: expandDefault(options.default, sizeOf(shape)),
  };
}

function expandDefault(
  input: DefaultValue | readonly DefaultValue[] | undefined,
  size: number,
): FixedLength["default"] {
  if (input === undefined) return undefined;
  const values = isList(input) ? input : Array.from({ length: size }, () => input);
  if (values.length === size) return values;
  throw new RangeError(
    `fixedLength: default must have ${String(size)} values, like the shape, got ${String(values.length)}`,
  );
}

function isList(input: DefaultValue | readonly DefaultValue[]): input is readonly DefaultValue[] {
  return Array.isArray(input);
}
