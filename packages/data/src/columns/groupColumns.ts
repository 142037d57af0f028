import { keepOrigin } from "@tensorloom/core";
import { checkOptions, isObject, type OptionKinds, shown } from "@tensorloom/core/internal";
import { assertList, assertObject, assertString } from "../validate.ts";
import { categoryOf, columnOf, numberOf } from "./columnValue.ts";

/**
 * A column's name, or a function of a record and its number: `(record, at) => scores[at]`.
 *
 * @inline
 */
type ValueOf<R> = (keyof R & string) | ((record: R, position: number) => number | undefined);

/**
 * What is added to each record: the size of its group, the group's mean of a column, or how far the record is from it.
 *
 * @inline
 */
type GroupColumn<R> = "count" | { readonly mean: ValueOf<R> } | { readonly deviation: ValueOf<R> };

/**
 * Options of {@link groupColumns}.
 *
 * @inline
 */
export interface GroupColumnsOptions<R, A> {
  /** The column that names the group of a record. A record without a value is a group of its own. */
  readonly by: keyof R & string;
  /** The new columns by name: `"count"`, `{ mean: column }` or `{ deviation: column }`. */
  readonly add: A;
}

const OPTIONS: OptionKinds<GroupColumnsOptions<object, unknown>> = { by: "string", add: "object" };

/**
 * Adds columns that describe the group of each record, such as the other images of a patient.
 *
 * `"count"` is the number of records of the group, `{ mean: "age" }` the mean of a column over the group, and
 * `{ deviation: "age" }` the record's value minus that mean. In place of a column, a function may return any number, such
 * as a prediction. Missing values are left out of the mean; without a value the result is missing (`undefined`).
 *
 * The groups are those of `records`: describe the training records and the test records apart. A record alone has a count
 * of 1 and a deviation of 0.
 *
 * @returns New records, in the same order. `records` stay unchanged.
 * @throws TypeError if a column does not exist or is not of numbers; RangeError if a new column exists already.
 * @see pandas, `DataFrame.groupby(...).transform("mean")`
 * @example
 * ```ts
 * import { groupColumns } from "@tensorloom/data";
 *
 * const records = [{ patient: "a" }, { patient: "b" }, { patient: "a" }];
 * const scores = [0.1, 0.4, 0.5]; // of a first model
 * const described = groupColumns(records, {
 *   by: "patient",
 *   add: { images: "count", unlike: { deviation: (_, at) => scores[at] } },
 * });
 * described[2]; // => { patient: "a", images: 2, unlike: 0.2 }
 * ```
 */
export function groupColumns<R extends object, const A extends Readonly<Record<string, GroupColumn<R>>>>(
  records: readonly R[],
  options: GroupColumnsOptions<R, A>,
): (R & { readonly [K in keyof A]: number | undefined })[] {
  const { by, add } = checkOptions("groupColumns", options, OPTIONS as OptionKinds<typeof options>); // the same names
  assertList("groupColumns: records", records);
  assertString("groupColumns: by", by);
  assertObject("groupColumns: add", add);
  const groups = groupRows(records, by);
  const made = records.map((record) => ({ ...record }) as Record<string, unknown>);
  for (const [name, column] of Object.entries(add)) {
    if (records.some((record) => name in record))
      throw new RangeError(`groupColumns: the records have a column ${name} already`);
    const values = column === "count" ? undefined : readValues(records, name, column);
    for (const rows of groups) {
      const mean = values === undefined ? undefined : meanOf(rows.map((row) => values[row]));
      for (const row of rows)
        made[row][name] = values === undefined ? rows.length : result(column, values[row], mean);
    }
  }
  // Each new column has been set.
  return made.map((record, at) => keepOrigin(records[at], record)) as (R & {
    readonly [K in keyof A]: number | undefined;
  })[];
}

/** The rows of each group. */
function groupRows(records: readonly object[], by: string): readonly (readonly number[])[] {
  const groups = new Map<unknown, number[]>();
  records.forEach((record, position) => {
    const place = { caller: "groupColumns", record, position };
    const key = categoryOf(place, by, columnOf(place, by)) ?? Symbol("alone");
    const rows = groups.get(key);
    if (rows === undefined) groups.set(key, [position]);
    else rows.push(position);
  });
  return [...groups.values()];
}

function readValues<R extends object>(
  records: readonly R[],
  name: string,
  column: Exclude<GroupColumn<R>, "count">,
): readonly (number | undefined)[] {
  const spec: unknown = column;
  const of: unknown = isObject(spec) ? (spec["mean"] ?? spec["deviation"]) : undefined;
  if (
    !isObject(spec) ||
    Object.keys(spec).length !== 1 ||
    (typeof of !== "string" && typeof of !== "function")
  )
    throw new TypeError(
      `groupColumns: column ${name} must be "count", { mean } or { deviation } of a column, got ${shown(spec)}`,
    );
  const valueOf = of as ValueOf<R>; // one of the two, by the check above
  return records.map((record, position) => {
    const place = { caller: "groupColumns", record, position };
    return typeof valueOf === "function"
      ? numberOf(place, name, valueOf(record, position))
      : numberOf(place, valueOf, columnOf(place, valueOf));
  });
}

function meanOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function result(
  column: object | string,
  value: number | undefined,
  mean: number | undefined,
): number | undefined {
  if (typeof column === "object" && "mean" in column) return mean;
  return value === undefined || mean === undefined ? undefined : value - mean;
}
