import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { DTYPES, INT64_AS, type DType, type Int64As } from "./dtype.ts";

/** Values at some places of an otherwise empty array. */
export interface Sparse<V> {
  readonly values: V;
  /** The place of each value, row-major: `[values, dimensions]`. */
  readonly indices: Int32Array;
  readonly denseShape: readonly number[];
}

/** A sparse array that is stored as features of its indices and one of its values. */
export interface SparseFeature<D extends DType = DType, A extends Int64As = Int64As> {
  readonly method: "sparse";
  readonly dtype: D;
  readonly indexKeys: readonly string[];
  readonly valueKey: string;
  readonly size: readonly number[];
  readonly sorted: boolean;
  readonly as: A;
}

/**
 * How {@link sparse} reads its features.
 *
 * @inline
 */
export interface SparseOptions<A extends Int64As> {
  /** The key of the feature of indices; one for each dimension. */
  readonly index: string | readonly string[];
  /** The key of the feature of values. */
  readonly value: string;
  /** The size of each dimension, from 0 to 2^31 - 1. */
  readonly size: number | readonly number[];
  /** Whether the values stand in the order of their indices already; default false: they are sorted. */
  readonly sorted?: boolean | undefined;
  /** How integers are handed over; default `bigint`. */
  readonly as?: A | undefined;
}

/**
 * The spec of a sparse array: one feature of indices for each dimension, and one of values.
 *
 * @param dtype - What the values are.
 * @throws RangeError where there are not as many sizes as indices.
 * @see tf.io.SparseFeature
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, sparse } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ at: int64(70, 3), weight: float32(0.5, 2) });
 * const spec = { words: sparse("float32", { index: "at", value: "weight", size: 100 }) };
 * parseExample(example, spec).words; // => { values: new Float32Array([2, 0.5]), indices: new Int32Array([3, 70]), denseShape: [100] }
 * ```
 */
export function sparse<const D extends DType, const A extends Int64As = "bigint">(
  dtype: D,
  options: SparseOptions<A>,
): SparseFeature<NoInfer<D>, NoInfer<A>> {
  checkOptions<SparseOptions<A>>("sparse", options, {
    index: "any",
    value: "string",
    size: "any",
    sorted: "boolean",
    as: "string",
  });
  oneOf("sparse: dtype", dtype, DTYPES);
  const as = options.as ?? ("bigint" as A); // what is left out is the type parameter's own default
  oneOf<Int64As>("sparse: as", as, INT64_AS);
  const indexKeys = typeof options.index === "string" ? [options.index] : options.index;
  const size = typeof options.size === "number" ? [options.size] : options.size;
  size.forEach((one, axis) => integer(`sparse: size[${String(axis)}]`, one, 0, 2 ** 31 - 1));
  if (size.length !== indexKeys.length || size.length === 0)
    throw new RangeError(
      `sparse: size must have one number for each of ${String(indexKeys.length)} index features, got ${String(size.length)}`,
    );
  return {
    method: "sparse",
    dtype,
    indexKeys,
    valueKey: options.value,
    size,
    sorted: options.sorted ?? false,
    as,
  };
}
