import { basename, extname } from "node:path";
import type { DataOptions } from "../cli/options.ts";
import { UserError } from "../cli/userError.ts";
import { groupingOf } from "./groupOf.ts";
import { listFiles } from "./listFiles.ts";
import { columnOf, readTableFiles } from "./tableFiles.ts";
import type { TrainingData } from "./trainingData.ts";

/** What other programs write for a value that is missing. */
const MISSING: ReadonlySet<string> = new Set(["", "NaN", "nan"]);

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
  const values = rows.map(({ cells }) => cells[label]);
  if (known === undefined) checkClasses(path, label, values);
  const labels = known ?? [...new Set(values)].sort();
  const listed = rows.map(({ path: file, name, cells: { [label]: own, ...others } }) => {
    const target = labels.indexOf(own);
    if (target < 0)
      throw new UserError(`${path}: ${name}: expected one of the classes ${labels.join(", ")}, got "${own}"`);
    const metadata = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== ""));
    const id = basename(name, extname(name));
    return { path: file, name, row: { id, target, group: groupOf(name, metadata), metadata } };
  });
  const paths = listed.map(({ path: file }) => file);
  return {
    from: "table",
    path,
    paths,
    labels,
    ...listFiles(listed),
    groupedBy: by,
    close: () => Promise.resolve(),
  };
}

/** @throws UserError if a picture has no class: an empty text would be one more class. */
function checkLabels(
  path: string,
  label: string,
  rows: readonly { readonly name: string; readonly cells: Readonly<Record<string, string>> }[],
): void {
  const lacking = rows.filter(({ cells }) => MISSING.has(cells[label]));
  if (lacking.length > 0)
    throw new UserError(
      `${path}: the column ${label} is ${lacking.every(({ cells }) => cells[label] === "") ? "empty" : "empty or NaN"} ` +
        `for ${String(lacking.length)} of ${String(rows.length)} pictures: ` +
        `${firstOf(lacking.map(({ name }) => name))}; expected a class in every row`,
    );
}

/** @throws UserError if two spellings would be two classes, or if the column has no classes but other values. */
function checkClasses(path: string, label: string, values: readonly string[]): void {
  const spellings = new Map<string, string>();
  for (const value of new Set(values)) {
    const other = spellings.get(value.trim().toLowerCase());
    spellings.set(value.trim().toLowerCase(), value);
    if (other !== undefined)
      throw new UserError(
        `${path}: the column ${label} has both "${other}" and "${value}"; expected one spelling per class`,
      );
  }
  if (spellings.size > 2 && spellings.size > values.length / 2)
    throw new UserError(
      `${path}: the column ${label} has ${String(spellings.size)} different values in ${String(values.length)} rows: ` +
        `${firstOf([...spellings.values()])}; expected classes, each of several pictures`,
    );
}

function firstOf(texts: readonly string[]): string {
  return `${texts.slice(0, 3).join(", ")}${texts.length > 3 ? ", …" : ""}`;
}
