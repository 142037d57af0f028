import { errorMessage, isRecord } from "@tensorloom/core/internal";
import type { Row } from "../../row/columnType.ts";
import { columnsOf, type Table } from "./table.ts";

/**
 * Parses a JSONL file: an object per line. Empty lines are skipped.
 *
 * @throws RangeError that names the line.
 */
export function jsonlTable(text: string, name: string, folder: string): Table {
  const rows: Row[] = [];
  const numbers: number[] = [];
  text
    .replace(/^\ufeff/, "")
    .split("\n")
    .forEach((line, index) => {
      if (line.trim() === "") return;
      rows.push(parseLine(line, `${name}, line ${String(index + 1)}`));
      numbers.push(index + 1);
    });
  return {
    name,
    rows,
    columns: columnsOf(rows),
    folder,
    textHasNumbers: false,
    rowNumber: (index) => numbers[index],
  };
}

function parseLine(line: string, place: string): Row {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new RangeError(`createRecords: ${place}: ${errorMessage(error)}`);
  }
  if (isRecord(value)) return value;
  throw new RangeError(`createRecords: ${place}: an object is expected, got ${line.slice(0, 40)}`);
}
