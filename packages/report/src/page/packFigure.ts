import type { Figure, Plain } from "../figures/figure.ts";

/** A figure as the page script reads it: the rows of its marks once each, by columns. */
export interface PackedFigure extends Pick<Figure, "id" | "height" | "options"> {
  readonly maxWidth: number | undefined;
  /** Lists of values, or tables. */
  readonly data: readonly (
    readonly Plain[] | { readonly columns: readonly string[]; readonly rows: readonly Plain[] }
  )[];
  /** The name of each mark, the index of its data, and its options. */
  readonly marks: readonly (readonly [string, number, Readonly<Record<string, Plain>>])[];
}

/** Packs a figure: marks of the same rows share them, and a table has its column names once. */
export function packFigure({ id, height, maxWidth, options, marks }: Figure): PackedFigure {
  const lists = [...new Set(marks.map(([, rows]) => rows))];
  return {
    id,
    height,
    maxWidth,
    options,
    data: lists.map(packRows),
    marks: marks.map(([name, rows, settings]) => [name, lists.indexOf(rows), settings]),
  };
}

function packRows(rows: readonly Plain[]): PackedFigure["data"][number] {
  const records = rows.filter(isRecord);
  if (records.length === 0) return rows;
  const columns = [...new Set(records.flatMap((record) => Object.keys(record)))];
  return { columns, rows: records.map((record) => columns.map((column) => record[column] ?? null)) };
}

function isRecord(row: Plain): row is Readonly<Record<string, Plain>> {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}
