import { closest, errorMessage, isRecord, shown } from "@tensorloom/core/internal";
import { existsSync, readFileSync } from "node:fs";
import { isEmpty } from "../../row/columnType.ts";
import type { RowIssue } from "../../row/rowError.ts";
import { INTEGER } from "../../row/toFeature.ts";
import type { Table } from "../source/table.ts";

/** The integer of each class: `{ "cat": 0, "dog": 1 }`. */
export type LabelMap = Readonly<Record<string, number>>;

/** The integers of rows' classes, and the map that gives them. */
export interface Labels {
  /** The integer of each row, as an integer or as its text. */
  readonly targets: readonly unknown[];
  /** Undefined if the column has integers already. */
  readonly map: LabelMap | undefined;
}

/**
 * Maps the classes of rows to integers.
 *
 * A given map has every class. Without one, integers stay as they are, and the sorted names of other classes count from 0.
 */
export function mapLabels(
  table: Table,
  column: string,
  given: LabelMap | undefined,
  issues: RowIssue[],
): Labels {
  const { rows, rowNumber } = table;
  const cells = rows.map((row) => row[column]);
  const report = (index: number, problem: string): void =>
    void issues.push({ row: rowNumber(index), column, problem });
  cells.forEach((cell, index) => {
    if (isEmpty(cell)) report(index, "the class is missing");
    else if (!["string", "number", "boolean", "bigint"].includes(typeof cell))
      report(index, `a class is a name or an integer, got ${shown(cell)}`);
  });
  const names = new Set(cells.filter((cell) => !isEmpty(cell)).map(String));
  const numbered = table.labels === undefined && [...names].every((name) => INTEGER.test(name));
  if (numbered && (given === undefined || ![...names].every((name) => Object.hasOwn(given, name))))
    return { targets: cells, map: undefined };
  const map = given ?? numberClasses(table.labels ?? [...names].sort());
  const targets = cells.map((cell, index) => {
    const name = String(cell);
    if (Object.hasOwn(map, name)) return map[name];
    const known = Object.keys(map);
    const meant = closest(name, known);
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    if (!isEmpty(cell))
      report(index, `the labels have no class ${shown(name)}; there are ${known.join(", ")}${question}`);
    return undefined;
  });
  return { targets, map };
}

/** Numbers classes from 0. */
export function numberClasses(names: readonly string[]): LabelMap {
  return Object.fromEntries(names.map((name, i) => [name, i]));
}

/** Reads a `labels.json`: an object of integers, or a list of names; undefined if the file does not exist. */
export function readLabelMap(path: string): LabelMap | undefined {
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new RangeError(
      `${path}: a JSON object such as {"cat": 0, "dog": 1} expected: ${errorMessage(error)}`,
    );
  }
  return checkLabelMap(path, value);
}

/** Checks a map of labels: different integers of at least 0 by name, or a list of different names. */
export function checkLabelMap(name: string, value: unknown): LabelMap {
  if (
    Array.isArray(value) &&
    value.every((one) => typeof one === "string") &&
    new Set(value).size === value.length
  )
    return numberClasses(value);
  const numbers = isRecord(value) ? Object.values(value) : [];
  const good = numbers.every((one) => Number.isSafeInteger(one) && Number(one) >= 0);
  if (!isRecord(value) || numbers.length === 0 || !good || new Set(numbers).size < numbers.length)
    throw new RangeError(`${name} must map class names to different integers, such as {"cat": 0, "dog": 1}`);
  return value as LabelMap; // as just tested
}
