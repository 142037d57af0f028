import { predictClasses } from "@tensorloom/metrics";
import type { Predictions } from "@tensorloom/training";

/** The scores of pictures as a table. */
export interface ScoreTable {
  /** Rows and columns for a CSV file: `id`, the score of each class, `predicted`. The header comes first. */
  readonly rows: readonly (readonly (string | number)[])[];
  /** The predicted class of each picture. */
  readonly predicted: readonly string[];
}

/**
 * Makes a table of scores, with one column per class.
 *
 * @param threshold - The score from which on a picture is of the second of two classes.
 */
export function scoreTable(
  { ids, outputs }: Predictions,
  labels: readonly string[],
  threshold: number,
): ScoreTable {
  const isBinary = labels.length === 2;
  const classes = predictClasses(outputs, isBinary ? { threshold } : {});
  const predicted = ids.map((_, row) => labels[classes[row]]);
  const width = isBinary ? 1 : labels.length;
  const rows = ids.map((id, row) => {
    const scores = Array.from(outputs.data.slice(row * width, (row + 1) * width));
    return [id, ...(isBinary ? [1 - scores[0], scores[0]] : scores).map(digits), predicted[row]];
  });
  return { rows: [["id", ...labels, "predicted"], ...rows], predicted };
}

/** As many digits as distinguish a score from every other float32. */
function digits(score: number): number {
  return Number(score.toPrecision(9));
}
