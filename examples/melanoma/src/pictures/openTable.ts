import { access } from "node:fs/promises";
import { basename, dirname, extname, join } from "node:path";
import { fromCsv } from "@tensorloom/data/node";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { groupingOf } from "./groupOf.ts";
import { listFiles } from "./listFiles.ts";
import type { PictureRow, TrainingData } from "./trainingData.ts";

const IMAGE_COLUMNS = ["image", "path", "file", "filename", "image_name"];
const LABEL_COLUMNS = ["label", "target", "class", "diagnosis"];

/** Opens a CSV file with a column of paths, from its folder, and one of classes. The other columns are metadata. */
export async function openTable(
  path: string,
  options: DataOptions,
  known?: readonly string[],
): Promise<TrainingData> {
  const rows: readonly Readonly<Record<string, string>>[] = await fromCsv(path).toArray();
  if (rows.length === 0) throw new UserError(`--data: ${path} has no row below its header`);
  const columns = Object.keys(rows[0]);
  const image = columnOf("image", options.imageColumn, IMAGE_COLUMNS, columns, path);
  const label = columnOf("label", options.labelColumn, LABEL_COLUMNS, columns, path);
  const pattern = options.imagePattern ?? "{}";
  const files = rows.map((row) =>
    join(
      dirname(path),
      pattern.replaceAll("{}", () => row[image]),
    ),
  );
  await checkFiles(files, path);
  const full = columns.filter((column) => rows.every((row) => row[column] !== ""));
  const { by, groupOf } = groupingOf(path, full, options);
  const labels = known ?? [...new Set(rows.map((row) => row[label]))].sort();
  const listed = rows.map((row, at) => {
    const { [image]: name, [label]: own, ...others } = row;
    const target = labels.indexOf(own);
    if (target < 0)
      throw new UserError(`${path}: ${name}: expected one of the classes ${labels.join(", ")}, got "${own}"`);
    const metadata = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ""));
    const id = basename(name, extname(name));
    const picture: PictureRow & { readonly target: number } = {
      id,
      target,
      group: groupOf(name, metadata),
      metadata,
    };
    return { path: files[at], name, row: picture };
  });
  return { from: "table", path, labels, ...listFiles(listed), groupedBy: by, close: () => Promise.resolve() };
}

/** Finds a column by its flag, or by the usual names. */
function columnOf(
  kind: "image" | "label",
  named: string | undefined,
  usual: readonly string[],
  columns: readonly string[],
  path: string,
): string {
  const found = (named === undefined ? usual : [named]).find((column) => columns.includes(column));
  if (found !== undefined) return found;
  const expected = named === undefined ? `one of ${usual.join(", ")}` : `the column ${named}`;
  throw new UserError(`--${kind}-column: expected ${expected} in ${path}, which has ${columns.join(", ")}`);
}

/** @throws UserError if a file does not exist. */
async function checkFiles(files: readonly string[], path: string): Promise<void> {
  const found = await Promise.all(
    files.map((file) =>
      access(file).then(
        () => true,
        () => false,
      ),
    ),
  );
  const missing = files.filter((_, at) => !found[at]);
  if (missing.length === 0) return;
  const list = missing.slice(0, 3).join(", ") + (missing.length > 3 ? ", …" : "");
  throw new UserError(
    `${path} names ${String(missing.length)} of ${String(files.length)} files that do not exist: ${list}; ` +
      `--image-pattern says where they are, such as 'jpeg/{}.jpg'`,
  );
}
