import type { ParsedText } from "./papa.ts";

/** Rows of a text that are not blank. */
export interface ParsedRows {
  readonly fields: readonly (readonly string[])[];
  /** The line on which a row starts, from 1. */
  line(index: number): number;
  /** Why a row breaks the format, if it does. */
  problem(index: number): string | undefined;
}

const PROBLEMS: Readonly<Record<string, string>> = {
  MissingQuotes: "a quoted value is not closed before the end of the file",
};

/**
 * Leaves out blank lines, and finds the lines of the others.
 *
 * @param text - What was parsed, up to the end of the last row.
 * @param first - The line on which it starts.
 */
export function parsedRows(
  { data, errors }: ParsedText,
  text: string,
  newline: string,
  first: number,
): ParsedRows {
  const hasBlank = data.some(isBlank);
  const hasLongRows = countOf(text, newline) !== data.length - (text.endsWith(newline) ? 0 : 1);
  const problemOf = (row: number): string | undefined => {
    const error = errors.find((one) => one.row === row);
    return error && (PROBLEMS[error.code] ?? "a quote inside a quoted value is not doubled");
  };
  if (!hasBlank && !hasLongRows) return { fields: data, line: (row) => first + row, problem: problemOf };
  const rows: number[] = [];
  const lines: number[] = [];
  let line = first;
  data.forEach((fields, row) => {
    if (!isBlank(fields)) {
      rows.push(row);
      lines.push(line);
    }
    line += 1 + fields.reduce((sum, field) => sum + countOf(field, newline), 0);
  });
  return {
    fields: rows.map((row) => data[row]),
    line: (index) => lines[index],
    problem: (index) => problemOf(rows[index]),
  };
}

/** Whether a row is a blank line. Papa Parse returns one value for it. */
function isBlank(fields: readonly string[]): boolean {
  return fields.length === 1 && (fields[0] === "" || fields[0] === "\r");
}

/** How often a character occurs in a text. */
export function countOf(text: string, character: string): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0; at = text.indexOf(character, at + 1)) count++;
  return count;
}
