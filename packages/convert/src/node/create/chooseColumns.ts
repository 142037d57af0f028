import { closest, shown } from "@tensorloom/core/internal";
import type { ColumnType } from "../../row/columnType.ts";
import { inferColumns } from "../../row/inferColumns.ts";
import type { Table } from "../source/table.ts";
import type { CreateSettings } from "./createOptions.ts";

/** The roles of a table's columns. */
export interface ChosenColumns {
  /** The column with the paths of the pictures. */
  readonly image: string | undefined;
  /** The column with the classes. */
  readonly label: string | undefined;
  /** The types of the other columns that are stored. */
  readonly columns: ReadonlyMap<string, ColumnType>;
}

/** The names of the features that are made from the picture and the class. */
const MADE = ["image", "image_name", "target"] as const;

const DEFAULT_LABELS = ["target", "label"];

/**
 * Chooses the columns of the picture and the class, and the types of the others.
 *
 * @throws RangeError if a column is missing, or two features would have one name.
 */
export function chooseColumns(table: Table, settings: CreateSettings): ChosenColumns {
  const { imageColumn = "image", labelColumn } = settings;
  const find = (option: string, column: string): string => {
    if (table.columns.includes(column)) return column;
    const delimiter = table.columns.length === 1 ? /[;\t|]/.exec(table.columns[0])?.[0] : undefined;
    const meant = closest(column, table.columns);
    const question =
      delimiter !== undefined
        ? `; set delimiter to ${shown(delimiter)}`
        : meant === undefined
          ? ""
          : `; did you mean ${meant}?`;
    throw new RangeError(
      `createRecords: ${option}: ${table.name} has no column ${column}; there are ${table.columns.join(", ")}${question}`,
    );
  };
  const image = imageColumn === null ? undefined : find("imageColumn", imageColumn);
  const label =
    labelColumn === undefined
      ? DEFAULT_LABELS.find((name) => table.columns.includes(name))
      : labelColumn === null
        ? undefined
        : find("labelColumn", labelColumn);
  const chosen = settings.columns ?? new Map(table.columns.map((name) => [name, undefined]));
  for (const name of chosen.keys()) find("columns", name);
  const others = [...chosen].filter(([name]) => name !== image && name !== label);
  for (const [name] of others) checkName(table, name, image, label);
  const untyped = others.some(([, type]) => type === undefined);
  const inferred = untyped ? inferColumns(table.rows, table.textHasNumbers) : undefined;
  return {
    image,
    label,
    columns: new Map(others.map(([name, type]) => [name, type ?? inferred?.get(name) ?? "bytes"])),
  };
}

/** Throws if a column has the name of a feature that is made from another one. */
function checkName(table: Table, name: string, image: string | undefined, label: string | undefined): void {
  const [picture, , target] = MADE;
  const taken = (name === picture && image !== undefined) || (name === target && label !== undefined);
  if (taken)
    throw new RangeError(
      `createRecords: ${table.name}: the column ${name} has the name of the feature that is made from ${String(name === picture ? image : label)}; list the other columns to store in columns`,
    );
}
