import { FileFormatError } from "./fileFormatError.ts";

/** Checks that a file has the columns of the first one, in any order. */
export function checkSameColumns(
  first: string,
  expected: readonly string[],
  file: string,
  columns: readonly string[],
): void {
  if (expected.length === columns.length && expected.every((column) => columns.includes(column))) return;
  const problem = `expected the columns of ${first}, ${expected.join(", ")}, got ${columns.join(", ")}`;
  throw new FileFormatError(file, {}, problem);
}
