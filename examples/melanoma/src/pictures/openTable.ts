import { basename, extname } from "node:path";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { groupingOf } from "./groupOf.ts";
import { listFiles } from "./listFiles.ts";
import { columnOf, readTableFiles } from "./tableFiles.ts";
import type { TrainingData } from "./trainingData.ts";

const LABEL_COLUMNS = ["label", "target", "class", "diagnosis"];

/** Opens a table with a column of paths, from its folder, and one of classes. The other columns are metadata. */
export async function openTable(
  path: string,
  options: DataOptions,
  known?: readonly string[],
): Promise<TrainingData> {
  const rows = await readTableFiles(path, options);
  const columns = Object.keys(rows[0].cells);
  const label = columnOf("label", options.labelColumn, LABEL_COLUMNS, columns, path);
  const full = columns.filter((column) => rows.every(({ cells }) => cells[column] !== ""));
  checkLabels(path, label, rows);
  const { by, groupOf } = groupingOf(path, full, options);
  const labels = known ?? [...new Set(rows.map(({ cells }) => cells[label]))].sort();
  const listed = rows.map(({ path: file, name, cells: { [label]: own, ...others } }) => {
    const target = labels.indexOf(own);
    if (target < 0)
      throw new UserError(`${path}: ${name}: expected one of the classes ${labels.join(", ")}, got "${own}"`);
    const metadata = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ""));
    const id = basename(name, extname(name));
    return { path: file, name, row: { id, target, group: groupOf(name, metadata), metadata } };
  });
  return { from: "table", path, labels, ...listFiles(listed), groupedBy: by, close: () => Promise.resolve() };
}

/** @throws UserError if a picture has no class: an empty text would be one more class. */
function checkLabels(
  path: string,
  label: string,
  rows: readonly { readonly name: string; readonly cells: Readonly<Record<string, string>> }[],
): void {
  const lacking = rows.filter(({ cells }) => cells[label] === "");
  if (lacking.length === 0) return;
  const names = lacking.slice(0, 3).map(({ name }) => name);
  throw new UserError(
    `${path}: the column ${label} is empty for ${String(lacking.length)} of ${String(rows.length)} pictures: ` +
      `${names.join(", ")}${lacking.length > 3 ? ", …" : ""}; expected a class in every row`,
  );
}
