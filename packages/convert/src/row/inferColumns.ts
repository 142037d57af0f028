import { type ColumnType, COLUMN_TYPES, isEmpty, type Row } from "./columnType.ts";
import { isIntegerText, isNumberText, tagged } from "./toFeature.ts";

/**
 * Infers the type of each column from all of its cells.
 *
 * Whole numbers and booleans are int64, other numbers float32, everything else bytes. Empty cells fit every type.
 *
 * @param textHasNumbers - Whether text may be a number, as in CSV files, which have nothing but text. `007` is not one.
 */
export function inferColumns(rows: readonly Row[], textHasNumbers: boolean): Map<string, ColumnType> {
  const widest = new Map<string, number>();
  for (const row of rows)
    for (const [name, cell] of Object.entries(row)) {
      const before = widest.get(name) ?? -1;
      const rank =
        before === BYTES || isEmpty(cell) ? before : Math.max(before, rankOf(cell, textHasNumbers));
      widest.set(name, rank);
    }
  return new Map([...widest].map(([name, rank]) => [name, rank < 0 ? "bytes" : COLUMN_TYPES[rank]]));
}

const [INT64, FLOAT32, BYTES] = [0, 1, 2];

function rankOf(cell: unknown, textHasNumbers: boolean): number {
  if (Array.isArray(cell))
    return cell.reduce<number>((most, one) => Math.max(most, rankOf(one, textHasNumbers)), 0);
  if (typeof cell === "string") return textHasNumbers ? rankOfText(cell) : BYTES;
  if (typeof cell === "number") return Number.isSafeInteger(cell) ? INT64 : FLOAT32;
  if (typeof cell === "boolean" || typeof cell === "bigint") return INT64;
  if (tagged(cell, "int64") !== undefined) return INT64;
  return tagged(cell, "float32") === undefined ? BYTES : FLOAT32;
}

function rankOfText(text: string): number {
  if (isIntegerText(text)) {
    if (text.length < 16) return INT64;
    const whole = BigInt(text);
    return BigInt.asIntN(64, whole) === whole ? INT64 : BYTES;
  }
  return isNumberText(text) && !/^[+-]?0\d/.test(text) ? FLOAT32 : BYTES;
}
