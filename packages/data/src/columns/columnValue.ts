import { originOf } from "@tensorloom/core";
import { closest, isObject, shown } from "@tensorloom/core/internal";
import { type Category, isCategory } from "./columnSpec.ts";

/** The record that a value is read from, for messages. */
export interface RecordContext {
  /** The function: `fitColumns`. */
  readonly caller: string;
  readonly record: object;
  /** The number of the record; undefined if it is alone. */
  readonly position?: number | undefined;
}

/**
 * Reads a column of a record.
 *
 * @throws TypeError if the record is not an object, or does not have the column.
 */
export function columnOf(place: RecordContext, name: string): unknown {
  const record: unknown = place.record;
  if (!isObject(record))
    throw new TypeError(`${describe(place)} must be an object of columns, got ${shown(record)}`);
  if (name in record) return record[name];
  const near = closest(name, Object.keys(record));
  const hint =
    near === undefined ? "; set it to undefined if its value is missing" : `; did you mean ${near}?`;
  throw new TypeError(`${describe(place)} has no column ${name}${hint}`);
}

/**
 * Reads a number; undefined if it is missing: undefined, null, NaN or an empty text.
 *
 * @throws TypeError if it is not a number; RangeError if it is infinite.
 */
export function numberOf(place: RecordContext, name: string, value: unknown): number | undefined {
  if (isMissing(value)) return undefined;
  const found = typeof value === "boolean" || typeof value === "bigint" ? Number(value) : value;
  if (typeof found === "number" && Number.isFinite(found)) return found;
  if (typeof found === "number")
    throw new RangeError(`${describe(place)}: column ${name} must be finite, got ${String(found)}`);
  const isText = typeof value === "string" && Number.isFinite(Number(value));
  const hint = isText ? `; convert it first: Number(record.${name})` : "";
  throw new TypeError(`${describe(place)}: column ${name} must be a number, got ${shown(value)}${hint}`);
}

/**
 * Reads a category; undefined if it is missing.
 *
 * @throws TypeError if it is neither a text, a number nor a boolean.
 */
export function categoryOf(place: RecordContext, name: string, value: unknown): Category | undefined {
  if (isMissing(value)) return undefined;
  if (isCategory(value)) return value;
  throw new TypeError(
    `${describe(place)}: column ${name} must be a text, a number or a boolean, got ${shown(value)}`,
  );
}

/** Whether a value counts as missing. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === "" || Number.isNaN(value);
}

/** `fitColumns: record 3 (train.csv, line 5)`. */
export function describe({ caller, record, position }: RecordContext): string {
  const origin = originOf(record);
  const number = position === undefined ? "" : ` ${String(position)}`;
  return `${caller}: record${number}${origin === undefined ? "" : ` (${String(origin)})`}`;
}
