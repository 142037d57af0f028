import { shown } from "@tensorloom/core/internal";
import type { RunPredictions } from "../run/runPredictions.ts";
import { readFirstText } from "./readFile.ts";
import { parseTable, type Table } from "./readTable.ts";
import { findColumns, fromGroupColumn, type PredictionColumns } from "./scoreColumns.ts";

/** The names that a file of predictions may have. */
export const PREDICTION_FILES = ["predictions.csv", "predictions.jsonl"] as const;

/** Reads the predictions of a run folder, and the classes if the file names them; undefined without such a file. */
export async function readPredictions(
  folder: string,
  classes: readonly string[] | undefined,
  problems: string[],
): Promise<
  { readonly predictions: RunPredictions; readonly classes: readonly string[] | undefined } | undefined
> {
  const file = await readFirstText(folder, PREDICTION_FILES);
  if (file === undefined) return undefined;
  const before = problems.length;
  const table = splitLists(parseTable(file.name, file.text, problems));
  if (table.columns.length === 0 || problems.length > before) return undefined;
  const found = findColumns(table.columns, classes);
  if (typeof found === "string") {
    problems.push(`${file.name}: ${found}`);
    return undefined;
  }
  const names = classes ?? found.classes;
  const predictions = readRows(table, found, names ?? ["0", "1"], (row, text) =>
    problems.push(`${file.name}, line ${String(table.lines[row])}: ${text}`),
  );
  return { predictions, classes: names };
}

/** Replaces a column of lists, `scores` or `outputs`, by a column per number. */
function splitLists({ columns, rows, lines }: Table): Table {
  const at = columns.findIndex(
    (column, index) => (column === "scores" || column === "outputs") && Array.isArray(rows.at(0)?.[index]),
  );
  if (at < 0) return { columns, rows, lines };
  const width = (rows[0][at] as readonly unknown[]).length; // an array, as found above
  return {
    columns: [
      ...columns.toSpliced(at, 1),
      ...Array.from({ length: width }, (_, index) => `score_${String(index)}`),
    ],
    rows: rows.map((row) => [
      ...row.toSpliced(at, 1),
      ...Array.from({ length: width }, (_, index) => listed(row[at], index)),
    ]),
    lines,
  };
}

function readRows(
  { columns, rows }: Table,
  { id, label, scores, groups }: PredictionColumns,
  classes: readonly string[],
  report: (row: number, text: string) => void,
): RunPredictions {
  const indices = new Map(classes.map((name, at) => [name, at]));
  const data = new Float64Array(rows.length * scores.length);
  const labels = rows.map((row, at) => {
    for (const [index, column] of scores.entries()) {
      const score = toNumber(row[column]);
      if (!Number.isFinite(score))
        report(at, `${columns[column]} must be a finite number, got ${shown(row[column])}`);
      data[at * scores.length + index] = score;
    }
    const text = toText(row[label]);
    const found = indices.get(text) ?? Number(text === "" ? NaN : text);
    if (Number.isInteger(found) && found >= 0 && found < classes.length) return found;
    report(at, `label must be one of ${classes.join(", ")}, or its index, got ${shown(row[label])}`);
    return 0;
  });
  return {
    ids: rows.map((row) => toText(row[id])),
    labels,
    scores: scores.length === 1 ? data : { data, shape: [rows.length, scores.length] },
    groups: Object.fromEntries(
      groups.map((at) => [fromGroupColumn(columns[at]), rows.map((row) => toText(row[at]))]),
    ),
  };
}

function listed(cell: unknown, index: number): unknown {
  return Array.isArray(cell) ? (cell as readonly unknown[])[index] : undefined;
}

function toText(cell: unknown): string {
  if (typeof cell === "string") return cell;
  return cell === undefined || cell === null ? "" : JSON.stringify(cell);
}

function toNumber(cell: unknown): number {
  if (typeof cell === "string") return cell.trim() === "" ? NaN : Number(cell);
  return typeof cell === "number" ? cell : NaN;
}
