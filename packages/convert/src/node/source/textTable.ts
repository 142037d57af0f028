import { isRecord } from "@tensorloom/core/internal";
import { originOf } from "@tensorloom/core";
import { StageError } from "@tensorloom/data";
import { fromCsv, fromJsonl } from "@tensorloom/data/node";
import type { Row } from "../../row/columnType.ts";
import { columnsOf, type Table } from "./table.ts";

/** A file with rows as text: its path, or its bytes with a name. */
export interface TextFile {
  readonly file: string | File;
  readonly name: string;
  /** The folder that paths of pictures start from. */
  readonly folder: string;
}

/**
 * Reads a CSV file; its first row has the names of the columns.
 *
 * @throws FileFormatError that names the line.
 */
export async function csvTable({ file, name, folder }: TextFile, delimiter: string): Promise<Table> {
  const rows: readonly Row[] = await readAll(fromCsv(file, { delimiter }).toArray());
  return { name, rows, columns: columnsOf(rows), folder, textHasNumbers: true };
}

/**
 * Reads a JSONL file: an object per line.
 *
 * @throws FileFormatError that names the line.
 */
export async function jsonlTable({ file, name, folder }: TextFile): Promise<Table> {
  const rows = await readAll(fromJsonl<unknown>(file).toArray());
  const wrong = rows.find((row) => !isRecord(row));
  if (wrong !== undefined) {
    const place = originOf(wrong)?.toString() ?? name;
    throw new RangeError(
      `createRecords: ${place}: an object is expected, got ${JSON.stringify(wrong).slice(0, 40)}`,
    );
  }
  const objects = rows as readonly Row[]; // as just tested
  return { name, rows: objects, columns: columnsOf(objects), folder, textHasNumbers: false };
}

/** The error of the file is enough; the stage says nothing more. */
async function readAll<T>(rows: Promise<T[]>): Promise<T[]> {
  try {
    return await rows;
  } catch (error) {
    throw error instanceof StageError ? error.cause : error;
  }
}
