import { FileFormatError, StageError } from "@tensorloom/data";
import { fromCsv } from "@tensorloom/data/node";
import { UserError } from "../cli/userError.ts";
import type { Scores } from "./foldFile.ts";

/** A table of scores, perhaps with the true classes beside them. */
export interface ScoreTable extends Scores {
  readonly path: string;
  /** The class of each row; undefined if the table has no column of labels besides the scores. */
  readonly labels: readonly number[] | undefined;
}

/** Names of the columns, the first that a table has counts. */
const IDS = ["image_name", "id", "isic_id", "image"] as const;
const SCORES = ["prediction", "pred", "score", "output", "target"] as const;

/** Columns of labels in an out-of-fold table, beside its scores. */
const LABELS = ["target", "label"] as const;

/**
 * Reads a submission, predictions or out-of-fold predictions from a CSV.
 *
 * @throws UserError if it has no column of names or scores, no row, a name twice, or a score that is not a number.
 */
export async function readScores(path: string): Promise<ScoreTable> {
  const { header, rows } = await readTable(path);
  const id = findColumn(header, IDS, path, "names");
  const score = findColumn(header, SCORES, path, "scores");
  const label = LABELS.find((name) => name !== score && header.includes(name));
  const numbers = (column: string): number[] =>
    rows.map((row, at) => readNumber(row[column], `${path}: row ${String(at + 1)}: ${column}`));
  const ids = rows.map((row) => row[id]);
  const seen = new Set<string>();
  const repeated = ids.find((one) => seen.size === seen.add(one).size);
  if (repeated !== undefined) throw new UserError(`${path} has ${repeated} more than once`);
  return { path, ids, scores: numbers(score), labels: label === undefined ? undefined : numbers(label) };
}

/**
 * Reads true classes by name from a CSV.
 *
 * @throws UserError if it has no column of names or classes.
 */
export async function readLabels(path: string): Promise<ReadonlyMap<string, number>> {
  const { header, rows } = await readTable(path);
  const id = findColumn(header, IDS, path, "names");
  const label = findColumn(header, LABELS, path, "classes");
  return new Map(
    rows.map((row, at) => [row[id], readNumber(row[label], `${path}: row ${String(at + 1)}: ${label}`)]),
  );
}

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a CSV, whose cells may be quoted. */
async function readTable(path: string): Promise<Table> {
  try {
    const rows = await fromCsv(path).toArray();
    if (rows.length === 0) throw new UserError(`${path} has no row below its first line`);
    return { header: Object.keys(rows[0]), rows };
  } catch (error) {
    const cause = error instanceof StageError ? error.cause : error;
    if (!(cause instanceof FileFormatError)) throw error;
    throw new UserError(cause.message, { cause: error });
  }
}

function findColumn(header: readonly string[], names: readonly string[], path: string, what: string): string {
  const found = names.find((name) => header.includes(name));
  if (found !== undefined) return found;
  throw new UserError(
    `${path}: expected a column of ${what} (${names.join(", ")}), got ${header.join(", ")}`,
  );
}

function readNumber(text: string, place: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UserError(`${place} must be a number, got "${text}"`);
}
