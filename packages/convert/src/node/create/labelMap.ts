import { closest, errorMessage, isRecord, shown } from "@tensorloom/core/internal";
import { readPlaceIfAny } from "@tensorloom/core/internal/node";
import { isEmpty } from "../../row/columnType.ts";
import type { RowIssue } from "../../row/rowError.ts";
import { isIntegerText } from "../../row/toFeature.ts";
import type { Table } from "../source/table.ts";

/** The integer of each class: `{ "cat": 0, "dog": 1 }`. */
export type LabelMap = Readonly<Record<string, number>>;

/** Labels that a caller passed, or that an earlier set has. */
export interface KnownLabels {
  readonly map: LabelMap;
  /** Their origin, for messages: `labels`, or a path. */
  readonly name: string;
  /** Whether the caller passed them for these rows. */
  readonly isPassed: boolean;
}

/** The integers of rows' classes, and the map of their names. */
export interface Labels {
  /** The integer of each row, as an integer or as its text. */
  readonly targets: readonly unknown[];
  /** Undefined if the column has integers already. */
  readonly map: LabelMap | undefined;
}

/**
 * Maps the classes of rows to integers.
 *
 * Integers stay as they are. Names are mapped by the known labels, which must have all of them, or else the sorted names
 * count from 0.
 */
export function mapLabels(
  table: Table,
  column: string,
  known: KnownLabels | undefined,
  issues: RowIssue[],
): Labels {
  const cells = table.rows.map((row) => row[column]);
  const report = (index: number, problem: string): void =>
    void issues.push({ row: index + 1, column, problem });
  cells.forEach((cell, index) => {
    if (isEmpty(cell)) report(index, "the class is missing");
    else if (!["string", "number", "boolean", "bigint"].includes(typeof cell))
      report(index, `a class is a name or an integer, got ${shown(cell)}`);
  });
  const names = new Set(cells.filter((cell) => !isEmpty(cell)).map(String));
  if (table.labels === undefined && areIntegers(names, known))
    return { targets: cells, map: known?.isPassed === true ? known.map : undefined };
  const map = known?.map ?? numberClasses(table.labels ?? [...names].sort());
  const reported = new Set<string>();
  const targets = cells.map((cell, index) => {
    const name = String(cell);
    if (Object.hasOwn(map, name)) return map[name];
    if (table.labels !== undefined && reported.size === reported.add(name).size) return undefined; // once per folder
    const classes = Object.keys(map);
    const meant = closest(name, classes);
    const question = meant === undefined ? "" : `; did you mean ${meant}?`;
    if (!isEmpty(cell))
      report(
        index,
        `${known?.name ?? "labels"} has no class ${shown(name)}, but ${classes.join(", ")}${question}`,
      );
    return undefined;
  });
  return { targets, map };
}

/** Whether classes are integers already: and, if labels are passed, not names of classes but their integers. */
function areIntegers(names: ReadonlySet<string>, known: KnownLabels | undefined): boolean {
  if (![...names].every((name) => isIntegerText(name))) return false;
  if (known?.isPassed !== true) return true;
  const numbers = new Set(Object.values(known.map).map(String));
  return [...names].every((name) => numbers.has(name) && !Object.hasOwn(known.map, name));
}

/** Numbers classes from 0. */
function numberClasses(names: readonly string[]): LabelMap {
  return Object.fromEntries(names.map((name, i) => [name, i]));
}

/** Reads a `labels.json`: an object of integers, or a list of names; undefined if the file does not exist. */
export async function readLabelMap(path: string): Promise<LabelMap | undefined> {
  const bytes = await readPlaceIfAny(path);
  if (bytes === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
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

/**
 * The labels that count: those that are passed, or else those of an earlier set in the folder.
 *
 * @param path - The `labels.json` of the folder.
 * @throws RangeError if they have another integer for a class of the earlier set, unless that set is replaced.
 */
export async function chooseLabels(
  passed: LabelMap | undefined,
  path: string,
  replace: boolean,
): Promise<KnownLabels | undefined> {
  const saved = await readLabelMap(path);
  if (passed === undefined)
    return saved === undefined ? undefined : { map: saved, name: path, isPassed: false };
  const moved = Object.entries(saved ?? {}).find(([name, number]) => passed[name] !== number);
  if (moved !== undefined && !replace)
    throw new RangeError(
      `createRecords: labels: ${path} has the class ${moved[0]} as ${String(moved[1])}; pass the same integers, or choose another folder`,
    );
  return { map: passed, name: "labels", isPassed: true };
}
