/** How well one class is called. */
export interface ClassScores {
  /** Of the rows called so, the share that are; 0 if none is called so. */
  readonly precision: number;
  /** Of the rows that are so, the share called so; 0 if there are none. */
  readonly recall: number;
  /** The harmonic mean of precision and recall; 0 if both are. */
  readonly f1: number;
  /** How many rows are so. */
  readonly support: number;
}

/**
 * How the scores of classes become one number, with scikit-learn's names.
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
    const called = sum(matrix.map((other) => other[at]));
    return {
      precision: right / Math.max(1, called),
      recall: right / Math.max(1, support),
      f1: (2 * right) / Math.max(1, called + support),
      support,
    };
  });
}

/**
 * One number of all classes. `"macro"`: the mean of the classes that occur, as labels or as calls; `"weighted"`: their mean
 * by support; `"micro"`: of all rows together, which is the accuracy.
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
