import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import {
  DTYPES,
  INT64_AS,
  type Dimensions,
  type DType,
  type Int64As,
  type Shaped,
  type ValuesOf,
} from "./dtype.ts";
import type { DefaultValue } from "./fixedLength.ts";

/** A feature that holds any number of steps, each of a fixed number of values. */
export interface FixedLengthSequence<
  D extends DType = DType,
  S extends readonly number[] = readonly number[],
  A extends Int64As = Int64As,
> {
  readonly method: "fixedLengthSequence";
  readonly dtype: D;
  readonly shape: S;
  readonly as: A;
  readonly default: DefaultValue | undefined;
  readonly required: boolean;
}

/**
 * How {@link fixedLengthSequence} reads a feature.
 *
 * @inline
 */
export interface FixedLengthSequenceOptions<S extends readonly number[], A extends Int64As> {
  /** The dimensions of one step; default `[]`: one value. */
  readonly shape?: S | undefined;
  /** What shorter sequences of a batch are filled up with; default 0, or nothing for bytes and text. */
  readonly default?: DefaultValue | undefined;
  /** How integers are handed over; default `bigint`. */
  readonly as?: A | undefined;
  /** Whether a missing feature is an error, and not a sequence of no steps; default false. */
  readonly required?: boolean | undefined;
}

/**
 * What a sequence becomes: values where a step is one value, values with the shape `[steps, ...shape]` elsewhere.
 *
 * @inline
 */
export type SequenceValue<
  D extends DType,
  S extends readonly number[],
  A extends Int64As,
> = S extends readonly [] ? ValuesOf<D, A> : Shaped<ValuesOf<D, A>, readonly [number, ...Dimensions<S>]>;

/**
 * Sequences of a batch, filled up to the longest: `[rows, steps, ...shape]`, and how many steps each really has.
 *
 * @inline
 */
export interface PaddedSequences<V, S extends readonly number[]> extends Shaped<V, S> {
  readonly lengths: Int32Array;
}

/**
 * The spec of a feature that holds a sequence of steps, as many as there are.
 *
 * @param dtype - What the values are.
 * @see tf.io.FixedLenSequenceFeature
 * @example
 * ```ts
 * import { encodeExample, fixedLengthSequence, int64, parseExample } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ pairs: int64(1, 2, 3, 4) });
 * parseExample(example, { pairs: fixedLengthSequence("int64", { shape: [2] }) }).pairs.shape; // => [2, 2]
 * ```
 */
export function fixedLengthSequence<
  const D extends DType,
  const S extends readonly number[] = readonly [],
  const A extends Int64As = "bigint",
>(
  dtype: D,
  options: FixedLengthSequenceOptions<S, A> = {},
): FixedLengthSequence<NoInfer<D>, NoInfer<S>, NoInfer<A>> {
  checkOptions<FixedLengthSequenceOptions<S, A>>("fixedLengthSequence", options, {
    shape: "object",
    default: "any",
    as: "string",
    required: "boolean",
  });
  oneOf("fixedLengthSequence: dtype", dtype, DTYPES);
  // what is left out is the type parameters' own default
  const shape = options.shape ?? ([] as unknown as S);
  const as = options.as ?? ("bigint" as A);
  oneOf<Int64As>("fixedLengthSequence: as", as, INT64_AS);
  shape.forEach((size, axis) => integer(`fixedLengthSequence: shape[${String(axis)}]`, size, 1));
  const { default: fill, required = false } = options;
  return { method: "fixedLengthSequence", dtype, shape, as, default: fill, required };
}
