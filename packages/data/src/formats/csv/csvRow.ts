import type { ColumnValue } from "./columnTypes.ts";
import type { ColumnTypes } from "./csvOptions.ts";

/**
 * The record of a CSV row: typed columns by `types`, all others as strings.
 *
 * With `types`, the type of an unlisted column is the union of all values: list it as `"string"` to use it.
 *
 * @example
 * ```ts
 * import type { CsvRow } from "@tensorloom/data/csv";
 *
 * const isAdult = ({ age }: CsvRow<{ age: "number?" }>): boolean => age !== null && age >= 18;
 * isAdult({ age: 45, name: "Ada" }); // => true
 * ```
 */
export type CsvRow<T extends ColumnTypes, P extends string = never> = string extends keyof T
  ? Readonly<Record<string, [T[string]] extends [never] ? string : ColumnValue>>
  : TypedColumns<T> & PathColumns<Exclude<P, keyof T>> & Readonly<Record<string, ColumnValue>>;

/** The columns of `types`. */
type TypedColumns<T extends ColumnTypes> = { readonly [K in keyof T]: ColumnValue<T[K]> };

/** The columns of `paths` that `types` does not list. */
type PathColumns<P extends string> = Readonly<Record<P, string>>;
