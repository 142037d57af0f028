/**
 * The place in a file.
 *
 * @inline
 */
export interface FilePlace {
  /** The line in the file, from 1. */
  readonly line?: number | undefined;
  /** The row in the file, from 1, if it has no lines. */
  readonly row?: number | undefined;
  /** The name of the column. */
  readonly column?: string | undefined;
  /** The offset in bytes, in a file without rows. */
  readonly offset?: number | undefined;
}

/**
 * Thrown if a file breaks its format, or a value is not of its column's type.
 *
 * It is the `cause` of a {@link StageError}. If one line has several wrong values, the message lists them all.
 *
 * @example
 * ```ts
 * import { FileFormatError, fromJsonl, StageError } from "@tensorloom/data";
 *
 * const rows = fromJsonl(new Blob(['{"x": 1}\n{"x": \n']));
 * const error = await rows.toArray().catch((thrown: unknown) => thrown);
 * const cause = error instanceof StageError ? error.cause : undefined;
 * cause instanceof FileFormatError && cause.line; // => 2
 * ```
 */
export class FileFormatError extends Error {
  override readonly name = "FileFormatError";
  /** The name of the file. */
  readonly file: string;
  /** The line in the file, from 1, if it has lines. */
  readonly line: number | undefined;
  /** The row in the file, from 1, if it has no lines. */
  readonly row: number | undefined;
  /** The first column whose value is wrong. */
  readonly column: string | undefined;
  /** The offset in bytes, in a file without rows. */
  readonly offset: number | undefined;

  constructor(file: string, place: FilePlace, problem: string) {
    const { line, row, column, offset } = place;
    const at = Object.entries({ line, row, byte: offset }).find(([, number]) => number !== undefined);
    super(
      `${file}${at === undefined ? "" : `, ${at[0]} ${String(at[1])}`}${column === undefined ? "" : `, column ${column}`}: ${problem}`,
    );
    this.file = file;
    this.line = line;
    this.row = row;
    this.column = column;
    this.offset = offset;
  }
}
