import type { OpenBytes } from "../../files/byteFile.ts";
import { completeLength, decodeText, utf8Length } from "../../files/decodeText.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import type { Block, BlockReader } from "../../sources/block.ts";
import type { CsvHead } from "./csvHeader.ts";
import { countOf, parsedRows } from "./parsedRows.ts";
import type { RowMaker } from "./rowMaker.ts";

/** The position of a reader in a file. */
export interface CsvPlace {
  readonly at: number;
  /** How many rows were before. */
  readonly row: number;
  readonly line: number;
}

/** How rows are read. */
interface CsvReading<R> {
  readonly head: CsvHead;
  readonly place: CsvPlace;
  readonly make: RowMaker<R>;
  readonly limits: { readonly blockBytes: number; readonly maxRecordBytes: number };
}

/** Reads the rows of an open CSV file. */
export class CsvReader<R> implements BlockReader<R> {
  readonly #name: string;
  readonly #bytes: OpenBytes;
  readonly #reading: CsvReading<R>;
  #place: CsvPlace;

  constructor(name: string, bytes: OpenBytes, reading: CsvReading<R>) {
    this.#name = name;
    this.#bytes = bytes;
    this.#reading = reading;
    this.#place = reading.place;
  }

  async read(): Promise<Block<R> | undefined> {
    const { blockBytes, maxRecordBytes } = this.#reading.limits;
    const { at, row, line } = this.#place;
    const { parse, newline } = this.#reading.head;
    for (let size = Math.min(blockBytes, maxRecordBytes); ; size = Math.min(2 * size, maxRecordBytes)) {
      const read = await this.#bytes.read(at, size);
      if (read.length === 0) return undefined;
      const isEnd = read.length < size;
      const bytes = isEnd ? read : read.subarray(0, completeLength(read));
      const text = decodeText(this.#name, bytes, line);
      const parsed = parse(text, !isEnd);
      if (parsed.data.length === 0 && !isEnd) {
        if (size < maxRecordBytes) continue;
        const problem = `the row has more than ${String(maxRecordBytes)} bytes; is a quote not closed? See maxRecordBytes`;
        throw new FileFormatError(this.#name, { line }, problem);
      }
      const end = isEnd ? text.length : parsed.meta.cursor;
      const used = text.slice(0, end);
      const rows = parsedRows(parsed, used, newline, line);
      this.#place = {
        at: at + bytes.length - utf8Length(text.slice(end)),
        row: row + rows.fields.length,
        line: line + countOf(used, newline),
      };
      return {
        count: rows.fields.length,
        next: [this.#place.at, this.#place.row, this.#place.line],
        at: (index) => this.#reading.make(rows, index, row + index + 1),
      };
    }
  }

  close(): Promise<void> {
    return this.#bytes.close();
  }
}
