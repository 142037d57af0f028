import { closest, shown } from "@tensorloom/core/internal";
import { FileFormatError } from "../../files/fileFormatError.ts";

/** Checks that a CSV file has some columns. */
export function checkColumns(
  file: string,
  columns: readonly string[],
  wanted: readonly string[],
  delimiter: string,
): void {
  const missing = wanted.filter((column) => !columns.includes(column));
  if (missing.length === 0) return;
  const hint = hintOf(missing[0], columns, delimiter);
  const problem = `expected the columns ${missing.join(", ")}, got ${columns.join(", ")}${hint}`;
  throw new FileFormatError(file, { line: 1 }, problem);
}

function hintOf(missing: string, columns: readonly string[], delimiter: string): string {
  const other = [";", "\t", "|", ","].find((one) => columns.length === 1 && columns[0].includes(one));
  if (other !== undefined && other !== delimiter) return `; set delimiter: ${shown(other)}`;
  const meant = closest(missing, columns);
  return meant === undefined ? "" : `; did you mean ${meant}?`;
}
