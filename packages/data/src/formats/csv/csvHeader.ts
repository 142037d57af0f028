import { shown } from "@tensorloom/core/internal";
import type { OpenBytes } from "../../files/byteFile.ts";
import { bomLength, completeLength, decodeText, utf8Length } from "../../files/decodeText.ts";
import { FileFormatError } from "../../files/fileFormatError.ts";
import type { CsvSettings } from "./csvOptions.ts";
import { countOf } from "./parsedRows.ts";
import { loadParser, type ParseText } from "./papa.ts";

/** What the start of a CSV file contains. */
export interface CsvHead {
  readonly columns: readonly string[];
  readonly parse: ParseText;
  /** The character that ends a line: a line feed, or a carriage return in files of old systems. */
  readonly newline: string;
  /** The offset of the first row after the header, and its line. */
  readonly at: number;
  readonly line: number;
}

/** Reads the header of a CSV file, after blank lines. */
export async function readHead(
  name: string,
  bytes: OpenBytes,
  settings: CsvSettings,
  blockBytes: number,
): Promise<CsvHead> {
  const { header, quote, maxRecordBytes } = settings;
  for (let size = blockBytes; ; size *= 2) {
    const start = await bytes.read(0, size);
    const isEnd = start.length < size;
    const bom = bomLength(start);
    const text = decodeText(name, start.subarray(bom, isEnd ? start.length : completeLength(start)), 1);
    const newline = newlineOf(text, isEnd);
    if (header !== undefined)
      return { columns: header, parse: await loadParser(settings, newline), newline, at: bom, line: 1 };
    const from = /^[\r\n]*/.exec(text)?.[0].length ?? 0; // blank lines; tabs and spaces may belong to names
    const end = rowEnd(text, from, quote, newline);
    if (end === undefined && !isEnd) {
      if (size < maxRecordBytes) continue;
      throw new FileFormatError(
        name,
        { line: 1 },
        `the header has more than ${String(maxRecordBytes)} bytes`,
      );
    }
    if (from === text.length)
      throw new FileFormatError(name, { line: 1 }, "expected a header, but the file is empty");
    const parse = await loadParser(settings, newline);
    const read = text.slice(0, end);
    const line = 1 + countOf(text.slice(0, from), newline);
    return {
      columns: parseHeader(name, parse, read.slice(from).replace(/[\r\n]+$/, ""), line),
      parse,
      newline,
      at: bom + utf8Length(read),
      line: 1 + countOf(read, newline),
    };
  }
}

/** The character that ends lines. A carriage return at the end of a partial text may belong to CRLF. */
function newlineOf(text: string, isEnd: boolean): string {
  if (text.includes("\n")) return "\n";
  const at = text.indexOf("\r");
  return at >= 0 && (isEnd || at < text.length - 1) ? "\r" : "\n";
}

/** The position after the line break that ends a row; `undefined` if the text ends before. */
function rowEnd(text: string, from: number, quote: string, newline: string): number | undefined {
  let isQuoted = false;
  for (let i = from; i < text.length; i++) {
    if (text[i] === quote) isQuoted = !isQuoted;
    else if (text[i] === newline && !isQuoted) return i + 1;
  }
  return undefined;
}

function parseHeader(name: string, parse: ParseText, text: string, line: number): readonly string[] {
  const { data, errors } = parse(text, false);
  const [columns] = data;
  const refuse = (problem: string): never => {
    throw new FileFormatError(name, { line }, `the header ${problem}`);
  };
  if (errors.length > 0) refuse("has a quote that is not closed or not doubled");
  const again = columns.find((column, i) => columns.indexOf(column) !== i);
  if (again !== undefined) refuse(`must have different names, but ${shown(again)} occurs twice`);
  if (columns.includes("__proto__")) refuse('must not have the name "__proto__"');
  return columns;
}
