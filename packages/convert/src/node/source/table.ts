import type { Row } from "../../row/columnType.ts";

/** The rows of a source, before their pictures are read. */
export interface Table {
  /** The name of the source, for messages. */
  readonly name: string;
  readonly rows: readonly Row[];
  /** The columns, in the order of the source. */
  readonly columns: readonly string[];
  /** The folder that relative paths of pictures start from. */
  readonly folder: string;
  /** Whether text may be a number, because the format has nothing but text. */
  readonly textHasNumbers: boolean;
  /** The classes in the order of their integers, if the source lists them. */
  readonly labels?: readonly string[] | undefined;
}

/** The columns that occur in rows, in the order of their first occurrence. */
export function columnsOf(rows: readonly Row[]): readonly string[] {
  const names = new Set<string>();
  for (const row of rows) for (const name of Object.keys(row)) names.add(name);
  return [...names];
}
