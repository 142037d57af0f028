import { isObject, isRecord, shown } from "@tensorloom/core/internal";
import { checkPath } from "@tensorloom/core/internal/node";
import { statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, extname } from "node:path";
import type { Row } from "../../row/columnType.ts";
import { csvTable } from "./csvTable.ts";
import { folderTable } from "./folderTable.ts";
import { jsonlTable } from "./jsonlTable.ts";
import { columnsOf, type Table } from "./table.ts";

/** What {@link createRecords} reads: a folder, a file, rows, or the bytes of a file. */
export type RecordSource =
  | string
  | Iterable<Readonly<Record<string, unknown>>>
  | AsyncIterable<Readonly<Record<string, unknown>> | Uint8Array>;

/** The options that decide how a source is read. */
export interface TableSettings {
  readonly labelColumn: string | null | undefined;
  readonly format: "csv" | "jsonl" | undefined;
}

type TextFormat = "csv" | "tsv" | "jsonl";

const FORMATS: ReadonlyMap<string, TextFormat> = new Map([
  [".csv", "csv"],
  [".tsv", "tsv"],
  [".jsonl", "jsonl"],
  [".ndjson", "jsonl"],
]);

/**
 * Reads the rows of a source, without their pictures.
 *
 * @throws RangeError that names the place if a table cannot be parsed; TypeError for other values.
 */
export async function readTable(source: RecordSource, settings: TableSettings): Promise<Table> {
  const { format, labelColumn } = settings;
  if (typeof source === "string") {
    checkPath(
      "createRecords: source",
      source,
      () => "download it first, or pass its bytes with the option format",
    );
    if (statSync(source).isDirectory()) return folderTable(source, labelColumn !== null);
    const text = await readFile(source, "utf8");
    return parseTable(text, format ?? formatOf(source), source, dirname(source));
  }
  const items = await collect(source);
  if (format === undefined) return rowsTable(items);
  const wrong = items.find((item) => !(item instanceof Uint8Array));
  if (wrong !== undefined)
    throw new TypeError(
      `createRecords: with format, the source must have chunks of bytes, got ${shown(wrong)}`,
    );
  const text = Buffer.concat(items as readonly Uint8Array[]).toString("utf8"); // as just tested
  return parseTable(text, format, "the input", ".");
}

function parseTable(text: string, format: TextFormat, name: string, folder: string): Table {
  if (format === "jsonl") return jsonlTable(text, name, folder);
  return csvTable(text, name, folder, format === "tsv" ? "\t" : undefined);
}

function formatOf(path: string): TextFormat {
  const ending = extname(path).toLowerCase();
  const format = FORMATS.get(ending);
  if (format !== undefined) return format;
  const hint = ending === ".json" ? "; write one object per line, as JSONL" : "";
  throw new RangeError(
    `createRecords: source must be a folder or a file that ends with ${[...FORMATS.keys()].join(", ")}, got ${path}${hint}`,
  );
}

async function collect(source: Exclude<RecordSource, string>): Promise<readonly unknown[]> {
  const value: unknown = source; // JavaScript passes anything
  if (
    !isObject(value) ||
    !(Symbol.iterator in value || Symbol.asyncIterator in value) ||
    ArrayBuffer.isView(value)
  )
    throw new TypeError(`createRecords: source must be a path, or rows as objects, got ${shown(value)}`);
  const items: unknown[] = [];
  for await (const item of source) items.push(item);
  return items;
}

function rowsTable(items: readonly unknown[]): Table {
  const wrong = items.findIndex((item) => !isRecord(item));
  if (wrong >= 0)
    throw new TypeError(
      `createRecords: row ${String(wrong + 1)} must be an object, got ${shown(items[wrong])}`,
    );
  const rows = items as readonly Row[]; // as just tested
  return {
    name: "the rows",
    rows,
    columns: columnsOf(rows),
    folder: ".",
    textHasNumbers: false,
    rowNumber: (index) => index + 1,
  };
}
