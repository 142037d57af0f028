import { checkOptions, integer, oneOf } from "@tensorloom/core/internal";
import { DTYPES, INT64_AS, type DType, type Int64As, type ValuesOf } from "./dtype.ts";

/** Rows of different lengths, nested as deep as there are row splits. */
export interface Ragged<V> {
  readonly values: V;
  /**
   * For each level, the outermost first: row `i` holds what stands from `splits[i]` to `splits[i + 1]` in the level
   * below it, or in `values`.
   */
  readonly rowSplits: readonly Int32Array[];
}

/** How a level of rows is stored. */
export type Partition =
  | {
      readonly rule: "rowSplits" | "rowLengths" | "rowStarts" | "rowLimits" | "valueRowIds";
      readonly key: string;
    }
  | { readonly rule: "uniformRowLength"; readonly length: number };

/** A ragged array that is stored as a feature of its values and a feature for each level of rows. */
export interface RaggedFeature<
  D extends DType = DType,
  P extends readonly Partition[] = readonly Partition[],
  A extends Int64As = Int64As,
> {
  readonly method: "ragged";
  readonly dtype: D;
  readonly valueKey: string | undefined;
  readonly partitions: P;
  readonly as: A;
}

/** How {@link ragged} reads its features. */
export interface RaggedOptions<P extends readonly Partition[], A extends Int64As> {
  /** The key of the feature of values; default: the key that the spec stands under. */
  readonly value?: string;
  /** How the rows are stored, the outermost level first; default: none, the values are one row. */
  readonly partitions?: P;
  /** How integers are handed over; default `bigint`. */
  readonly as?: A;
}

/** What a ragged feature becomes: values where it has no rows, else rows. */
export type RaggedValue<
  D extends DType,
  P extends readonly Partition[],
  A extends Int64As,
> = P extends readonly [] ? ValuesOf<D, A> : Ragged<ValuesOf<D, A>>;

/**
 * Rows from `splits[i]` to `splits[i + 1]`; the feature holds one more number than there are rows.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, rowSplits } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(0, 2, 2, 3) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [rowSplits("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const rowSplits = (key: string): Partition => ({ rule: "rowSplits", key });
/**
 * The feature holds each row's length.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, rowLengths } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(2, 0, 1) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [rowLengths("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const rowLengths = (key: string): Partition => ({ rule: "rowLengths", key });
/**
 * The feature holds where each row starts.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, rowStarts } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(0, 2, 2) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [rowStarts("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const rowStarts = (key: string): Partition => ({ rule: "rowStarts", key });
/**
 * The feature holds where each row ends.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, rowLimits } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(2, 2, 3) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [rowLimits("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const rowLimits = (key: string): Partition => ({ rule: "rowLimits", key });
/**
 * The feature holds, for each value, the number of its row, in order.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, valueRowIds } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(0, 0, 2) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [valueRowIds("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const valueRowIds = (key: string): Partition => ({ rule: "valueRowIds", key });
/**
 * All rows have one length; no feature is needed.
 *
 * @example
 * ```ts
 * import { encodeExample, float32, parseExample, ragged, uniformRowLength } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(1, 2, 3, 4) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [uniformRowLength(2)] }) });
 * rows.values; // => Float32Array.of(1, 2, 3, 4)
 * ```
 */
export const uniformRowLength = (length: number): Partition => ({
  rule: "uniformRowLength",
  length: integer("uniformRowLength: length", length, 1),
});

/**
 * The spec of a ragged array: rows of different lengths.
 *
 * @param dtype - What the values are.
 * @see tf.io.RaggedFeature
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, ragged, rowLengths } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ v: float32(3, 1, 4), n: int64(2, 0, 1) });
 * const { rows } = parseExample(example, { rows: ragged("float32", { value: "v", partitions: [rowLengths("n")] }) });
 * rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
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
  oneOf("ragged: dtype", dtype, DTYPES);
  // what is left out is the type parameters' own default
  const partitions = options.partitions ?? ([] as readonly Partition[] as P);
  const as = options.as ?? ("bigint" as A);
  oneOf<Int64As>("ragged: as", as, INT64_AS);
  return { method: "ragged", dtype, valueKey: options.value, partitions, as };
}
