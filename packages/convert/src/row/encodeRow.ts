import { isRecord, oneOf, shown } from "@tensorloom/core/internal";
import { encodeExample, type Feature } from "@tensorloom/tfrecord";
import { COLUMN_TYPES, type ColumnType } from "./columnType.ts";
import { RowError, type RowIssue } from "./rowError.ts";
import { toFeature } from "./toFeature.ts";

/**
 * Encodes a row of a table as a `tf.train.Example`.
 *
 * A cell is a number, a bigint, a boolean, text, bytes, or a list of them; a number may be text, as in CSV files. An
 * empty cell (`undefined`, `null`, `""`) has no feature, or empty text in a column of bytes.
 *
 * @param row - The cells by column. Columns without a type are left out.
 * @param columns - The type of each column, in the order of the features: `int64`, `float32` or `bytes`.
 * @throws RowError that lists every cell which does not fit its type; RangeError for an unknown type.
 * @see tensorflow/core/example/example.proto
 * @example
 * ```ts
 * import { encodeRow } from "@tensorloom/convert";
 * import { fixedLength, parseExample } from "@tensorloom/tfrecord";
 *
 * const record = encodeRow({ name: "lesion-1", age: "45" }, { name: "bytes", age: "int64" });
 * const spec = { name: fixedLength("string"), age: fixedLength("int64", { as: "number" }) };
 * parseExample(record, spec); // => { name: "lesion-1", age: 45 }
 * ```
 */
export function encodeRow(
  row: object,
  columns: Readonly<Record<string, ColumnType>>,
): Uint8Array<ArrayBuffer> {
  if (!isRecord(row)) throw new TypeError(`encodeRow: row must be an object, got ${shown(row)}`);
  const features = new Map<string, Feature>();
  const issues: RowIssue[] = [];
  for (const [column, type] of Object.entries(columns)) {
    oneOf(`encodeRow: columns.${column}`, type, COLUMN_TYPES);
    try {
      const feature = toFeature(row[column], type);
      if (feature !== undefined) features.set(column, feature);
    } catch (error) {
      issues.push({ column, problem: error instanceof Error ? error.message : String(error) });
    }
  }
  if (issues.length > 0) throw new RowError("encodeRow", issues);
  return encodeExample(features);
}
