import { isRecord, shown } from "@tensorloom/core/internal";
import { checkPlace, folderOf, nameOf, statPlace } from "@tensorloom/core/internal/node";
import { extname } from "node:path";
import type { Row } from "../../row/columnType.ts";
import { folderTable } from "./folderTable.ts";
import { columnsOf, type Table } from "./table.ts";
import { csvTable, jsonlTable, type TextFile } from "./textTable.ts";

/**
 * What {@link createRecords} reads: a folder, a file, rows, or the bytes of a file.
 *
 * @inline
 */
export type RecordSource = string | Iterable<object> | AsyncIterable<object>;

/** The options that decide how a source is read. */
export interface TableSettings {
  readonly labelColumn: string | null | undefined;
  readonly format: "csv" | "jsonl" | undefined;
  readonly delimiter: string | undefined;
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
 * @throws FileFormatError that names the line if a table cannot be parsed; TypeError for other values.
 */
export async function readTable(source: RecordSource, settings: TableSettings): Promise<Table> {
  const { format, labelColumn } = settings;
  if (typeof source === "string") {
    const place = checkPlace("createRecords: source", source);
    const found = await statPlace(place);
    if (found === undefined) throw new Error(`createRecords: there is no file or folder ${source}`);
    if (found.kind === "folder") return folderTable(place, labelColumn !== null);
    const file = { file: place, name: place, folder: folderOf(place) };
    return readText(file, format ?? formatOf(place), settings);
  }
  const items = await collect(source);
  if (format === undefined) return rowsTable(items);
  const wrong = items.find((item) => !(item instanceof Uint8Array));
  if (wrong !== undefined)
    throw new TypeError(
      `createRecords: with format, the source must have chunks of bytes, got ${shown(wrong)}`,
    );
  const name = "the input";
  const file = new File([...items] as Uint8Array<ArrayBuffer>[], name); // as just tested
  return readText({ file, name, folder: "." }, format, settings);
}

function readText(file: TextFile, format: TextFormat, { delimiter }: TableSettings): Promise<Table> {
  if (format === "jsonl") return jsonlTable(file);
  return csvTable(file, delimiter ?? (format === "tsv" ? "\t" : ","));
}

function formatOf(path: string): TextFormat {
  const ending = extname(nameOf(path)).toLowerCase();
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
    typeof value !== "object" ||
    value === null ||
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
  return { name: "the rows", rows, columns: columnsOf(rows), folder: ".", textHasNumbers: false };
}
