import { checkOptions } from "@tensorloom/core/internal";
import { checkDType, type DType, type Int64As, type ValuesOf } from "./dtype.ts";
import type { Partition } from "./partition.ts";

/**
 * Rows of different lengths, nested as deeply as there are row splits.
 *
 * @see tf.RaggedTensor
 * @example
 * ```ts
 * import type { Ragged } from "@tensorloom/tfrecord";
 *
 * const { values, rowSplits }: Ragged<Float32Array> = {
 *   values: new Float32Array([3, 1, 4]),
 *   rowSplits: [new Int32Array([0, 2, 2, 3])],
 * };
 * values.subarray(rowSplits[0][0], rowSplits[0][1]); // => new Float32Array([3, 1])
 * ```
 */
export interface Ragged<V> {
  /** The values of all rows, one row after the other. */
  readonly values: V;
  /**
   * One array of splits per level, the outermost level first. Row `i` holds the items from `splits[i]` up to
   * `splits[i + 1]` of the next level, or of `values`.
   */
  readonly rowSplits: readonly Int32Array[];
}

/**
 * The spec that {@link ragged} returns.
 *
 * @example
 * ```ts
 * import { partition, type RaggedFeature, ragged } from "@tensorloom/tfrecord";
 *
 * const describe = (key: string, { dtype, valueKey = key, partitions }: RaggedFeature): string =>
 *   `${key}: ${dtype} of "${valueKey}", ${partitions.length} levels of rows`;
 *
 * const spec = { rows: ragged("float32", { value: "scores", partitions: [partition.rowLengths("sizes")] }) };
 * describe("rows", spec.rows); // => 'rows: float32 of "scores", 1 levels of rows'
 * ```
 */
export interface RaggedFeature<
  D extends DType = DType,
  P extends readonly Partition[] = readonly Partition[],
  A extends Int64As = Int64As,
> {
  readonly method: "ragged";
  readonly dtype: D;
  /** The key of the feature of values; `undefined`: the spec's own key. */
  readonly valueKey: string | undefined;
  readonly partitions: P;
  readonly as: A;
}

/**
 * Options of {@link ragged}.
 *
 * @inline
 */
export interface RaggedOptions<P extends readonly Partition[], A extends Int64As> {
  /** The key of the feature of values; default: the key of the spec. */
  readonly value?: string | undefined;
  /** How the rows are stored, the outermost level first; default: none, so the values are one row. */
  readonly partitions?: P | undefined;
  /** The type of int64 values in the result; default `bigint`. */
  readonly as?: A | undefined;
}

/**
 * The result of a ragged spec: plain values without partitions, else rows.
 *
 * @inline
 */
export type RaggedValue<
  D extends DType,
  P extends readonly Partition[],
  A extends Int64As,
> = P extends readonly [] ? ValuesOf<D, A> : Ragged<ValuesOf<D, A>>;

/**
 * The spec of a ragged feature: rows of different lengths.
 *
 * @param dtype - The type of the values.
 * @see tf.io.RaggedFeature
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, partition, ragged } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ scores: float32(3, 1, 4), sizes: int64(2, 0, 1) });
 * const spec = { rows: ragged("float32", { value: "scores", partitions: [partition.rowLengths("sizes")] }) };
 * parseExample(example, spec).rows; // => { values: new Float32Array([3, 1, 4]), rowSplits: [new Int32Array([0, 2, 2, 3])] }
 * ```
 */
export function ragged<
  const D extends DType,
  const P extends readonly Partition[] = readonly [],
  const A extends Int64As = "bigint",
>(dtype: D, options: RaggedOptions<P, A> = {}): RaggedFeature<NoInfer<D>, NoInfer<P>, NoInfer<A>> {
  checkOptions<RaggedOptions<P, A>>("ragged", options, {
    value: "string",
    partitions: "object",
    as: "string",
  });
  // without the option, the type parameter has its default
  const partitions = options.partitions ?? ([] as readonly Partition[] as P);
  const as = checkDType("ragged", dtype, options.as);
  return { method: "ragged", dtype, valueKey: options.value, partitions, as };
}
