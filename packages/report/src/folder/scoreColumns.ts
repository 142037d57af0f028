/** The columns of a table of predictions. */
export interface PredictionColumns {
  readonly id: number;
  readonly label: number;
  /** The columns of scores: one for the positive class, or one per class. */
  readonly scores: readonly number[];
  /** The names of the classes, if the columns of scores have them and the run does not. */
  readonly classes: readonly string[] | undefined;
  /** All other columns, which group the rows. */
  readonly groups: readonly number[];
}

/** What a column of groups begins with in the file if its name could be one of ids, labels or scores. */
const GROUP_PREFIX = "group_";

/** The column of the file for a group of this name. */
export function toGroupColumn(name: string): string {
  return /^(id|label|(score|output)(s|_.*)?|group_.*)$/.test(name) ? `${GROUP_PREFIX}${name}` : name;
}

/** The name of the group that a column of the file holds. */
export function fromGroupColumn(column: string): string {
  return column.startsWith(GROUP_PREFIX) ? column.slice(GROUP_PREFIX.length) : column;
}

/**
 * Finds the columns of predictions: `id` or the first one, `label`, and the scores.
 *
 * Scores are `score` or `output` for two classes; else `score_NAME`, `NAME`, or `output_0`, `output_1`, … per class.
 *
 * @returns The columns, or what is missing.
 */
export function findColumns(
  columns: readonly string[],
  classes: readonly string[] | undefined,
): PredictionColumns | string {
  const id = Math.max(0, columns.indexOf("id"));
  const label = columns.indexOf("label");
  if (label < 0) return "it must have the column label, the true class of each row";
  const found = findScores(columns, classes);
  if (found === undefined)
    return `it must have a column score for two classes, or score_NAME per class, got the columns ${columns.join(", ")}`;
  const used = new Set([id, label, ...found.scores]);
  return { id, label, ...found, groups: [...columns.keys()].filter((at) => !used.has(at)) };
}

function findScores(
  columns: readonly string[],
  classes: readonly string[] | undefined,
): Pick<PredictionColumns, "scores" | "classes"> | undefined {
  const one = columns.findIndex((column) => column === "score" || column === "output");
  if (one >= 0) return { scores: [one], classes: undefined };
  const named = (classes ?? []).map((name, at) => {
    const names = [`score_${name}`, name, `output_${String(at)}`, `score_${String(at)}`];
    return names.map((one) => columns.indexOf(one)).find((index) => index >= 0) ?? -1;
  });
  if (classes !== undefined)
    return named.length > 0 && named.every((at) => at >= 0)
      ? { scores: named, classes: undefined }
      : undefined;
  const scores = [...columns.keys()].filter((at) => /^(score|output)_./.test(columns[at]));
  if (scores.length < 2) return undefined;
  return { scores, classes: scores.map((at) => columns[at].slice(columns[at].indexOf("_") + 1)) };
}
