import { checkOptions, integer } from "@tensorloom/core/internal";
import { checkDType, type DType, type Int64As } from "./dtype.ts";

/**
 * A sparse array in coordinate (COO) format: values and their indices.
 *
 * @see tf.sparse.SparseTensor
 * @example
 * ```ts
 * import type { Sparse } from "@tensorloom/tfrecord";
 *
 * const words: Sparse<Float32Array> = {
 *   values: new Float32Array([2, 0.5]),
 *   indices: new Int32Array([3, 70]),
 *   denseShape: [100],
 * };
 * words.indices.length / words.denseShape.length; // => 2
 * ```
 */
export interface Sparse<V> {
  readonly values: V;
  /** The index of each value in each dimension, row-major: `[values, dimensions]`. */
  readonly indices: Int32Array;
  /** The size of each dimension of the dense array. */
  readonly denseShape: readonly number[];
}

/**
 * The spec that {@link sparse} returns.
 *
 * @example
 * ```ts
 * import { sparse, type SparseFeature } from "@tensorloom/tfrecord";
 *
 * // The keys that an Example needs for a sparse array.
 * const keysOf = ({ indexKeys, valueKey }: SparseFeature): readonly string[] => [...indexKeys, valueKey];
 *
 * keysOf(sparse("float32", { index: ["row", "column"], value: "weight", size: [100, 100] })); // => ["row", "column", "weight"]
 * ```
 */
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
 * Options of {@link sparse}.
 *
 * @inline
 */
export interface SparseOptions<A extends Int64As> {
  /** The key of the feature of indices, or one key per dimension. */
  readonly index: string | readonly string[];
  /** The key of the feature of values. */
  readonly value: string;
  /** The size of each dimension, from 0 to 2^31 - 1. */
  readonly size: number | readonly number[];
  /** Whether the values are stored in the order of their indices; default false: they are sorted. */
  readonly sorted?: boolean | undefined;
  /** The type of int64 values in the result; default `bigint`. With `number`, a value that would be rounded throws. */
  readonly as?: A | undefined;
}

/**
 * The spec of a sparse array: one feature of indices per dimension, and one of values.
 *
 * @param dtype - The type of the values.
 * @throws RangeError if `size` and `index` have different lengths.
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
  const as = checkDType("sparse", dtype, options.as);
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
