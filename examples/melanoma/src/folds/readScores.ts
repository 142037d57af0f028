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
  const score = scoreOfPredict(header) ?? findColumn(header, SCORES, path, "scores");
  const label = LABELS.find((name) => name !== score && header.includes(name));
  const ids = rows.map((row) => row[id]);
  const seen = new Set<string>();
  const repeated = ids.find((one) => seen.size === seen.add(one).size);
  if (repeated !== undefined) throw new UserError(`${path} has ${repeated} more than once`);
  return {
    path,
    ids,
    scores: readNumbers(rows, score, path),
    labels: label === undefined ? undefined : readClasses(rows, label, path),
  };
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
  const classes = readClasses(rows, label, path);
  return new Map(rows.map((row, at) => [row[id], classes[at]]));
}

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly Readonly<Record<string, string>>[];
}

/** Reads a CSV, whose cells may be quoted. */
async function readTable(path: string): Promise<Table> {
  const rows = await fromCsv(path).toArray();
  if (rows.length === 0) throw new UserError(`${path} has no row below its first line`);
  return { header: Object.keys(rows[0]), rows };
}

function findColumn(header: readonly string[], names: readonly string[], path: string, what: string): string {
  const found = names.find((name) => header.includes(name));
  if (found !== undefined) return found;
  throw new UserError(
    `${path}: expected a column of ${what} (${names.join(", ")}), got ${header.join(", ")}`,
  );
}

/** The score of the second of two classes in what `predict` and `evaluate` write: `id`, both classes, `predicted`. */
function scoreOfPredict(header: readonly string[]): string | undefined {
  return header[0] === "id" && header[3] === "predicted" ? header[2] : undefined;
}

/** Reads classes: 0 and 1, or two names, of which the second in the order of the alphabet is 1. */
function readClasses(rows: Table["rows"], column: string, path: string): number[] {
  const texts = rows.map((row) => row[column]);
  if (texts.some((text) => text.trim() === "" || Number.isFinite(Number(text))))
    return readNumbers(rows, column, path);
  const names = [...new Set(texts)].sort();
  if (names.length === 2) return texts.map((text) => names.indexOf(text));
  throw new UserError(
    `${path}: ${column} must be 0 and 1, or the names of 2 classes, got ${String(names.length)}: ${names.slice(0, 3).join(", ")}`,
  );
}

function readNumbers(rows: Table["rows"], column: string, path: string): number[] {
  return rows.map((row, at) => readNumber(row[column], `${path}: row ${String(at + 1)}: ${column}`));
}

function readNumber(text: string, place: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new UserError(`${place} must be a number, got "${text}"`);
}
