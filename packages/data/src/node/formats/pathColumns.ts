import { isAbsolute } from "node:path";
import { shown } from "@tensorloom/core/internal";
import { folderOf, isAddress, joinPlace } from "@tensorloom/core/internal/node";
import { type Convert, Expected } from "../../formats/csv/columnTypes.ts";
import type { ColumnTypes } from "../../formats/csv/csvOptions.ts";
import type { Adapt } from "../../formats/csv/csvSource.ts";
import { assertObject, assertString } from "../../validate.ts";

/**
 * Patterns of paths by columns: `{}` is the value.
 *
 * @inline
 */
export type PathPatterns<P extends string> = Readonly<Record<P, string>>;

/** What a value may be that makes no path. */
const ABSENT = new Expected('a path; set types: "string?" if values may be missing');

/** Checks the option `paths`; returns the patterns by columns. */
export function checkPaths(
  paths: readonly string[] | PathPatterns<string>,
  types: ColumnTypes,
): ReadonlyMap<string, string> {
  const entries = Array.isArray(paths)
    ? (paths as readonly string[]).map((column) => [assertString("fromCsv: paths", column), "{}"] as const)
    : Object.entries(assertObject("fromCsv: paths", paths));
  for (const [column, pattern] of entries) {
    if (typeof pattern !== "string" || !pattern.includes("{}"))
      throw new RangeError(
        `fromCsv: paths.${column} must be a text with {} for the value, got ${shown(pattern)}`,
      );
    const type = Object.hasOwn(types, column) ? types[column] : "string";
    if (!type.startsWith("string"))
      throw new RangeError(
        `fromCsv: paths names ${column}, whose type must be "string" or "string?", got ${shown(type)}`,
      );
  }
  return new Map(entries);
}

/** Makes paths of values, from the folder of the CSV file. A file without a path has the current folder. */
export function pathColumns(patterns: ReadonlyMap<string, string>): Adapt {
  return ({ name }) => {
    const folder = folderOf(name);
    const change =
      (pattern: string) =>
      (convert: Convert | undefined): Convert =>
      (text) => {
        const value = convert === undefined ? text : convert(text);
        if (value === null) return null;
        if (text === "") return ABSENT;
        const inside = pattern.replaceAll("{}", () => text);
        return isAbsolute(inside) || isAddress(inside) ? inside : joinPlace(folder, inside);
      };
    return new Map([...patterns].map(([column, pattern]) => [column, change(pattern)]));
  };
}
