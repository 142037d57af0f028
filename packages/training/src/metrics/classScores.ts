/**
 * Precision, recall and F1 of one class.
 *
 * @example
 * ```ts
 * import { type ClassScores, classScores, confusionMatrix } from "@tensorloom/training";
 *
 * const row = ({ precision, recall, support }: ClassScores): string =>
 *   `precision ${precision.toFixed(2)}, recall ${recall.toFixed(2)}, ${support} rows`;
 * classScores(confusionMatrix([0, 1, 1, 1], [0, 1, 1, 0])).map(row); // => ["precision 0.50, recall 1.00, 1 rows", "precision 1.00, recall 0.67, 3 rows"]
 * ```
 */
export interface ClassScores {
  /** True positives divided by the rows predicted as this class; 0 without any. */
  readonly precision: number;
  /** True positives divided by the rows of this class; 0 without any. */
  readonly recall: number;
  /** The harmonic mean of precision and recall; 0 if both are. */
  readonly f1: number;
  /** Number of rows of this class. */
  readonly support: number;
}

/**
 * How the scores of classes are averaged, with scikit-learn's names.
 *
 * @inline
 */
export type Average = "macro" | "micro" | "weighted";

/**
 * Precision, recall and F1 of every class, from a confusion matrix.
 *
 * @see scikit-learn, `precision_recall_fscore_support(average=None, zero_division=0)`
 * @example
 * ```ts
 * import { classScores, confusionMatrix } from "@tensorloom/training";
 *
 * classScores(confusionMatrix([0, 1, 1, 1], [0, 1, 1, 0]))[0]; // => { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 }
 * ```
 */
export function classScores(matrix: readonly (readonly number[])[]): readonly ClassScores[] {
  return matrix.map((row, at) => {
    const right = row[at];
    const support = sum(row);
    const predicted = sum(matrix.map((other) => other[at]));
    return {
      precision: right / Math.max(1, predicted),
      recall: right / Math.max(1, support),
      f1: (2 * right) / Math.max(1, predicted + support),
      support,
    };
  });
}

/**
 * Averages a score over the classes.
 *
 * `"macro"`: the mean over the classes that occur as labels or predictions; `"weighted"`: their mean weighted by support;
 * `"micro"`: over all rows together, which is the accuracy.
 *
 * @see scikit-learn, `f1_score(average)`
 */
export function averageScore(
  matrix: readonly (readonly number[])[],
  score: "precision" | "recall" | "f1",
  average: Average,
): number {
  const all = classScores(matrix);
  const rows = sum(all.map(({ support }) => support));
  switch (average) {
    case "micro":
      return sum(matrix.map((row, at) => row[at])) / rows;
    case "weighted":
      return sum(all.map((one) => one[score] * one.support)) / rows;
    case "macro": {
      const occurs = all.filter(({ support }, at) => support > 0 || matrix.some((row) => row[at] > 0));
      return sum(occurs.map((one) => one[score])) / occurs.length;
    }
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
