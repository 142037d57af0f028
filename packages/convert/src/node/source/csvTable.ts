import { shown } from "@tensorloom/core/internal";
import Papa from "papaparse";
import type { Row } from "../../row/columnType.ts";
import type { Table } from "./table.ts";

/**
 * Parses a CSV file whose first line has the names of the columns. Empty lines are skipped.
 *
 * @param delimiter - Undefined to find it: a comma, a semicolon or a tab.
 * @throws RangeError that names the row: of another length than the header, or with a quote that does not end.
 * @see RFC 4180
 */
export function csvTable(text: string, name: string, folder: string, delimiter: string | undefined): Table {
  const { data, errors } = Papa.parse<string[]>(text.replace(/^\ufeff/, ""), {
    delimiter: delimiter ?? "",
    delimitersToGuess: [",", ";", "\t"],
    skipEmptyLines: true,
  });
  const fault = errors.find(({ code }) => code !== "UndetectableDelimiter"); // one column has none
  const at = (row: number): string => `createRecords: ${name}, row ${String(row)}`;
  if (fault !== undefined) throw new RangeError(`${at((fault.row ?? 0) + 1)}: ${fault.message}`);
  const [header = [], ...lines] = data;
  checkHeader(header, name);
  const rows = lines.map((cells, index): Row => {
    if (cells.length !== header.length)
      throw new RangeError(
        `${at(index + 2)}: ${String(header.length)} cells expected, as in the header, got ${String(cells.length)}`,
      );
    return Object.fromEntries(header.map((column, i) => [column, cells[i]]));
  });
  return { name, rows, columns: header, folder, textHasNumbers: true, rowNumber: (index) => index + 2 };
}

function checkHeader(header: readonly string[], name: string): void {
  if (header.length === 0) throw new RangeError(`createRecords: ${name} is empty; a header is expected`);
  header.forEach((column, i) => {
    if (column.trim() === "")
      throw new RangeError(`createRecords: ${name}: the column ${String(i + 1)} has no name`);
    if (header.indexOf(column) !== i)
      throw new RangeError(`createRecords: ${name}: two columns are called ${shown(column)}`);
  });
}
