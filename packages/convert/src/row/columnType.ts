/**
 * The type of a column, and so of its feature in an Example.
 *
 * @example
 * ```ts
 * import { type ColumnType, encodeRow } from "@tensorloom/convert";
 * import { decodeExample } from "@tensorloom/tfrecord";
 *
 * const columns: Readonly<Record<string, ColumnType>> = { name: "bytes", age: "float32", target: "int64" };
 * const record = encodeRow({ name: "lesion-1", age: 45, target: 1 }, columns);
 * decodeExample(record).get("age"); // => { kind: "float32", values: Float32Array.of(45) }
 * ```
 */
export type ColumnType = "int64" | "float32" | "bytes";

/** Every {@link ColumnType}, for the argument checks. */
export const COLUMN_TYPES: readonly ColumnType[] = ["int64", "float32", "bytes"];

/** A row of a table: the values of its columns by name. */
export type Row = Readonly<Record<string, unknown>>;

/** Whether a cell has no value: its feature is left out, or empty text in a column of bytes. */
export function isEmpty(cell: unknown): boolean {
  return cell === undefined || cell === null || cell === "";
}
