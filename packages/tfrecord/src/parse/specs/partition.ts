import { integer } from "@tensorloom/core/internal";

/**
 * How one level of rows of a ragged array is stored.
 *
 * @inline
 */
export type Partition =
  | {
      readonly rule: "rowSplits" | "rowLengths" | "rowStarts" | "rowLimits" | "valueRowIds";
      readonly key: string;
    }
  | { readonly rule: "uniformRowLength"; readonly length: number };

/**
 * Row partitions for {@link ragged}: how the rows of one level are stored.
 *
 * @see tf.io.RaggedFeature.RowSplits, RowLengths, RowStarts, RowLimits, ValueRowIds, UniformRowLength
 * @example
 * ```ts
 * import { encodeExample, float32, int64, parseExample, partition, ragged } from "@tensorloom/tfrecord";
 *
 * const example = encodeExample({ scores: float32(3, 1, 4), sizes: int64(2, 0, 1) });
 * const spec = { rows: ragged("float32", { value: "scores", partitions: [partition.rowLengths("sizes")] }) };
 * parseExample(example, spec).rows.rowSplits; // => [new Int32Array([0, 2, 2, 3])]
 * ```
 */
export const partition = {
  /** The feature holds the row splits: row `i` is `values[splits[i]..splits[i + 1])`. */
  rowSplits(key: string): Partition {
    return { rule: "rowSplits", key };
  },
  /** The feature holds the length of each row. */
  rowLengths(key: string): Partition {
    return { rule: "rowLengths", key };
  },
  /** The feature holds the index of the first value of each row. */
  rowStarts(key: string): Partition {
    return { rule: "rowStarts", key };
  },
  /** The feature holds the index after the last value of each row. */
  rowLimits(key: string): Partition {
    return { rule: "rowLimits", key };
  },
  /** The feature holds the row number of each value, in ascending order. */
  valueRowIds(key: string): Partition {
    return { rule: "valueRowIds", key };
  },
  /** All rows have the same length, at least 1; no feature is read. */
  uniformRowLength(length: number): Partition {
    return {
      rule: "uniformRowLength",
      length: integer("partition.uniformRowLength: length", length, 1),
    };
  },
};
