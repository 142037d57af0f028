import { setOrigin } from "@tensorloom/core";
import { shown } from "@tensorloom/core/internal";
import type { ByteFile } from "../../files/byteFile.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import { FileOrigin } from "../../files/fileOrigin.ts";
import { type ColumnValue, type Convert, Expected } from "./columnTypes.ts";
import type { ParsedRows } from "./parsedRows.ts";

/** Makes the record of a row; `row` is its number in the file, from 1. */
export type RowMaker<R> = (rows: ParsedRows, index: number, row: number) => R;

/** A record of a CSV file. */
export type CsvRecord = Readonly<Record<string, ColumnValue>>;

/** Makes the maker of a file's records. */
export function rowMaker(
  { name }: ByteFile,
  columns: readonly string[],
  converters: ReadonlyMap<string, Convert>,
): RowMaker<CsvRecord> {
  const converts = columns.map((column) => converters.get(column));
  const last = columns.length - 1;
  return (rows, index, row) => {
    const fields = rows.fields[index];
    const problem = rows.problem(index);
    if (problem !== undefined || fields.length !== columns.length) {
      const counts = `expected ${String(columns.length)} values, got ${String(fields.length)}`;
      throw new FileFormatError(name, { line: rows.line(index) }, problem ?? counts);
    }
    const record: Record<string, ColumnValue> = {};
    for (let c = 0; c <= last; c++) {
      const text = c === last && fields[c].endsWith("\r") ? fields[c].slice(0, -1) : fields[c];
      const convert = converts[c];
      const value = convert === undefined ? text : convert(text);
      if (value instanceof Expected) throw valueError(name, rows.line(index), columns, converts, fields);
      record[columns[c]] = value;
    }
    return setOrigin(record, new FileOrigin(name, "row", row));
  };
}

/** The error of a row that lists all wrong values. */
function valueError(
  file: string,
  line: number,
  columns: readonly string[],
  converts: readonly (Convert | undefined)[],
  fields: readonly string[],
): FileFormatError {
  const wrong = columns.flatMap((column, c) => {
    const text = fields[c].replace(/\r$/, "");
    const value = converts[c]?.(text);
    return value instanceof Expected
      ? [{ column, problem: `expected ${value.what}, got ${shown(text)}` }]
      : [];
  });
  const [first, ...others] = wrong;
  const more = others.map(({ column, problem }) => `; column ${column}: ${problem}`);
  return new FileFormatError(file, { line, column: first.column }, [first.problem, ...more].join(""));
}
