import { checkOptions } from "@tensorloom/core/internal";
import {
  checkDType,
  checkShape,
  type Dimensions,
  type DType,
  type Int64As,
  type Shaped,
  type ValuesOf,
} from "./dtype.ts";
import type { DefaultValue } from "./fixedLength.ts";

/**
 * The spec that {@link fixedLengthSequence} returns.
 *
 * @example
 * ```ts
 * import { encodeExample, type FixedLengthSequence, fixedLengthSequence, float32, parseExample } from "@tensorloom/tfrecord";
 *
 * // A polygon: any number of points, each of which has x and y.
 * const polygon: FixedLengthSequence<"float32", readonly [2]> = fixedLengthSequence("float32", { shape: [2] });
 * const example = encodeExample({ outline: float32(0, 0, 4, 0, 4, 3) });
 * parseExample(example, { outline: polygon }).outline.shape; // => [3, 2]
 * ```
 */
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
 * Options of {@link fixedLengthSequence}.
 *
 * @inline
 */
export interface FixedLengthSequenceOptions<S extends readonly number[], A extends Int64As> {
  /** The dimensions of one step; default `[]`: one value. */
  readonly shape?: S | undefined;
  /** The padding value for shorter sequences of a batch; default 0, or empty for bytes and text. */
  readonly default?: DefaultValue | undefined;
  /** The type of int64 values in the result; default `bigint`. With `number`, a value that would be rounded throws. */
  readonly as?: A | undefined;
  /** Whether a missing feature is an error instead of an empty sequence; default false. */
  readonly required?: boolean | undefined;
}

/**
 * The result for one Example: values if a step is one value, else values with the shape `[steps, ...shape]`.
 *
 * @inline
 */
export type SequenceValue<
  D extends DType,
  S extends readonly number[],
  A extends Int64As,
> = S extends readonly [] ? ValuesOf<D, A> : Shaped<ValuesOf<D, A>, readonly [number, ...Dimensions<S>]>;

/**
 * The padded sequences of a batch, `[rows, steps, ...shape]`, and the number of steps of each row.
 *
 * @inline
 */
export interface PaddedSequences<V, S extends readonly number[]> extends Shaped<V, S> {
  readonly lengths: Int32Array;
}

/**
 * The spec of a sequence: any number of steps of a fixed shape.
 *
 * @param dtype - The type of the values.
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
  const as = checkDType("fixedLengthSequence", dtype, options.as);
  const shape = checkShape("fixedLengthSequence", options.shape, 1);
  const { default: fill, required = false } = options;
  return { method: "fixedLengthSequence", dtype, shape, as, default: fill, required };
}
