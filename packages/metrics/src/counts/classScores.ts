import { sum } from "./countPairs.ts";

/**
 * Precision, recall and F1 of one class, or an average of several.
 *
 * @example
 * ```ts
 * import { classificationReport, type ClassScores } from "@tensorloom/metrics";
 *
 * const line = ({ precision, recall, support }: ClassScores): string =>
 *   `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, ${support} rows`;
 * classificationReport([0, 1, 1, 1], [0, 1, 1, 0]).classes.map(line); // => ["precision 0.50, recall 1.00, 1 rows", "precision 1.00, recall 0.67, 3 rows"]
 * ```
 */
export interface ClassScores {
  /** True positives divided by the rows predicted as this class; 0 without any. */
  readonly precision: number;
  /** True positives divided by the rows of this class (sensitivity); 0 without any. */
  readonly recall: number;
  /** The harmonic mean of precision and recall; 0 if both are. */
  readonly f1: number;
  /** Number of rows of this class, or the sum of their weights. */
  readonly support: number;
}

/** The scores of every class of a confusion matrix. */
export function scoreClasses(matrix: readonly (readonly number[])[]): readonly ClassScores[] {
  return matrix.map((row, at) => {
    const support = sum(row);
    const predicted = sum(matrix.map((other) => other[at]));
    return {
      precision: divide(row[at], predicted),
      recall: divide(row[at], support),
      f1: divide(2 * row[at], predicted + support),
      support,
    };
  });
}

/** The mean of the scores of several classes, weighted. */
export function averageScores(classes: readonly ClassScores[], weights: readonly number[]): ClassScores {
  const total = sum(weights);
  const mean = (key: "precision" | "recall" | "f1"): number =>
    sum(classes.map((one, at) => one[key] * weights[at])) / total;
  return {
    precision: mean("precision"),
    recall: mean("recall"),
    f1: mean("f1"),
    support: sum(classes.map((one) => one.support)),
  };
}

/** A quotient; 0 if the divisor is 0: scikit-learn's `zero_division=0`. */
function divide(value: number, by: number): number {
  return by === 0 ? 0 : value / by;
}
