import { isRecord, shown } from "@tensorloom/core/internal";
import { dsvFormat } from "d3-dsv";

/** A cell: a text of CSV, or any value of JSON. */
type Cell = unknown;

/** A file of rows with named columns. */
export interface Table {
  readonly columns: readonly string[];
  /** The cells of each row, in the order of the columns; undefined for a field that a JSON object lacks. */
  readonly rows: readonly (readonly Cell[])[];
  /** The line of each row in the file, from 1, if no cell has a line break. */
  readonly lines: readonly number[];
}

/**
 * Parses a table of CSV or of JSONL, by the extension of its name.
 *
 * @param problems - Problems are added here, with the line.
 */
export function parseTable(name: string, text: string, problems: string[]): Table {
  return name.endsWith(".csv") ? parseCsv(name, text, problems) : parseJsonl(name, text, problems);
}

function parseCsv(name: string, text: string, problems: string[]): Table {
  // A log of csvLog begins with `epoch`, its separator, `steps`.
  const separator = /^\uFEFF?epoch(.)steps\1/.exec(text)?.[1] ?? ",";
  const [columns = [], ...all] = dsvFormat(separator).parseRows(text.replace(/^\uFEFF/, ""));
  const doubled = columns.find((column, at) => columns.indexOf(column) < at);
  if (doubled !== undefined) problems.push(`${name}, line 1: it has the column ${doubled} twice`);
  const isLog = columns[0] === "epoch";
  const rows: string[][] = [];
  const lines: number[] = [];
  for (const [at, row] of all.entries()) {
    if (row.length === 1 && row[0] === "") continue;
    if (row.length === columns.length) {
      rows.push(row);
      lines.push(at + 2);
    } else if (!isLog || at < all.length - 1 || row.length > columns.length || text.endsWith("\n"))
      // a last line of a log without its line feed is one that a kill cut off
      problems.push(
        `${name}, line ${String(at + 2)}: it must have ${String(columns.length)} cells, got ${String(row.length)}`,
      );
  }
  return { columns, rows, lines };
}

function parseJsonl(name: string, text: string, problems: string[]): Table {
  const found: Readonly<Record<string, unknown>>[] = [];
  const lines: number[] = [];
  const all = text.split("\n");
  for (const [at, line] of all.entries()) {
    if (line.trim() === "") continue;
    const value = parseJson(line);
    if (isRecord(value)) {
      found.push(value);
      lines.push(at + 1);
    } else if (at < all.length - 1)
      // a last line without its line feed is one that a kill cut off
      problems.push(
        `${name}, line ${String(at + 1)}: it must be a JSON object, got ${shown(line.slice(0, 80))}`,
      );
  }
  const names = new Set<string>();
  for (const record of found) for (const key of Object.keys(record)) names.add(key);
  const columns = [...names];
  return { columns, rows: found.map((record) => columns.map((column) => record[column])), lines };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
