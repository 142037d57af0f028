import type { Run } from "../run/run.ts";
import { readFirstText } from "./readFile.ts";
import { parseTable } from "./readTable.ts";

/** The names that a log of epochs may have: of `metricsLog`, and of `csvLog`. */
export const EPOCH_FILES = ["metrics.jsonl", "metrics.csv"] as const;

/** Reads the log of epochs of a run folder; undefined without such a file. */
export async function readEpochs(folder: string, problems: string[]): Promise<Run["epochs"]> {
  const file = await readFirstText(folder, EPOCH_FILES);
  if (file === undefined) return undefined;
  const { columns, rows } = parseTable(file.name, file.text, problems);
  return rows.map((row) =>
    Object.fromEntries(
      columns.flatMap((column, at): [string, number | string | null][] => {
        const value = toLogged(row[at]);
        return value === undefined ? [] : [[column, value]];
      }),
    ),
  );
}

/** A number, any other text, or null for a number that is not finite. */
function toLogged(cell: unknown): number | string | null | undefined {
  if (cell === undefined || cell === "") return undefined;
  if (typeof cell === "string" && cell.trim() !== "" && !Number.isNaN(Number(cell)))
    return Number.isFinite(Number(cell)) ? Number(cell) : null;
  if (typeof cell === "string") return cell === "NaN" ? null : cell;
  return typeof cell === "number" ? cell : null;
}
