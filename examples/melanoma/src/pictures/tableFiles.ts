import { folderOf, isAddress, joinPlace, statPlace } from "@tensorloom/core/internal/node";
import { fromCsv } from "@tensorloom/data/node";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";

const IMAGE_COLUMNS = ["image", "path", "file", "filename", "image_name"];

/** Ends of the names of tables. */
export const TABLE = /\.(?:csv|tsv)$/i;

/** A row of a table, with the picture that it names. */
export interface TableRow {
  /** The path of the picture's file. */
  readonly path: string;
  /** The path as the table has it. */
  readonly name: string;
  /** The other columns. */
  readonly cells: Readonly<Record<string, string>>;
}

/**
 * Reads the rows of a table, one picture each.
 *
 * @throws UserError if it has no row or no column of paths, or if a row names no file, or one that another row names.
 */
export async function readTableFiles(
  table: string,
  { imageColumn, imagePattern = "{}" }: Pick<DataOptions, "imageColumn" | "imagePattern">,
): Promise<readonly TableRow[]> {
  const delimiter = /\.tsv$/i.test(table) ? "\t" : ",";
  const found: readonly Readonly<Record<string, string>>[] = await fromCsv(table, { delimiter }).toArray();
  if (found.length === 0) throw new UserError(`--data: ${table} has no row below its header`);
  const column = columnOf("image", imageColumn, IMAGE_COLUMNS, Object.keys(found[0]), table);
  const rows = found.map(({ [column]: name, ...cells }, at) => {
    if (name === "") throw new UserError(`${table}: row ${String(at + 1)}: the column ${column} is empty`);
    return {
      path: pathOf(
        table,
        imagePattern.replaceAll("{}", () => name),
      ),
      name,
      cells,
    };
  });
  checkDistinct(rows, table);
  await checkFiles(rows, table);
  return rows;
}

/**
 * Finds a column by its flag, or by the usual names.
 *
 * @throws UserError if there is no such column.
 */
export function columnOf(
  kind: "image" | "label",
  named: string | undefined,
  usual: readonly string[],
  columns: readonly string[],
  table: string,
): string {
  const found = (named === undefined ? usual : [named]).find((column) => columns.includes(column));
  if (found !== undefined) return found;
  const expected = named === undefined ? `one of ${usual.join(", ")}` : `the column ${named}`;
  const [first] = columns;
  const hint = columns.length === 1 && /[;\t]/.test(first) ? "; expected commas between the columns" : "";
  throw new UserError(
    `--${kind}-column: expected ${expected} in ${table}, which has ${columns.join(", ")}${hint}`,
  );
}

/** @throws UserError if two rows name the same file, which could train and validate. */
function checkDistinct(rows: readonly TableRow[], table: string): void {
  const first = new Map<string, number>();
  for (const [at, { path }] of rows.entries()) {
    const other = first.get(path);
    if (other !== undefined)
      throw new UserError(
        `${table}: rows ${String(other + 1)} and ${String(at + 1)} name the same picture, ${path}; expected one row per picture`,
      );
    first.set(path, at);
  }
}

/** How many files are looked for at the same time. */
const CHECKED_TOGETHER = 32;

/** The place of a picture, from the folder of its table. */
function pathOf(table: string, name: string): string {
  return isAddress(name) ? name : joinPlace(folderOf(table), name);
}

/** @throws UserError if a file does not exist. */
async function checkFiles(rows: readonly TableRow[], table: string): Promise<void> {
  const missing: string[] = [];
  for (let start = 0; start < rows.length; start += CHECKED_TOGETHER) {
    const part = rows.slice(start, start + CHECKED_TOGETHER);
    const found = await Promise.all(part.map(({ path }) => statPlace(path)));
    for (const [at, { path }] of part.entries()) if (found[at]?.kind !== "file") missing.push(path);
  }
  if (missing.length === 0) return;
  const list = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ", …" : "");
  throw new UserError(
    `${table} names ${String(missing.length)} of ${String(rows.length)} files that do not exist: ${list}; ` +
      `--image-pattern says where they are, such as 'jpeg/{}.jpg'`,
  );
}
