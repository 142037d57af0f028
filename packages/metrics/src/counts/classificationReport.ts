import { checkOptions, type OptionKinds } from "@tensorloom/core/internal";
import { averageScores, type ClassScores, scoreClasses } from "./classScores.ts";
import { type CountOptions, countPairs, sum } from "./countPairs.ts";

/**
 * What {@link classificationReport} returns.
 *
 * @example
 * ```ts
 * import { type ClassificationReport, classificationReport } from "@tensorloom/metrics";
 *
 * const worst = ({ classes }: ClassificationReport): number => Math.min(...classes.map(({ recall }) => recall));
 * worst(classificationReport([0, 0, 1, 2], [0, 1, 1, 2])); // => 0.5
 * ```
 */
export interface ClassificationReport {
  /** The fraction of rows that are predicted correctly. */
  readonly accuracy: number;
  /** The mean recall of the classes that occur as labels. */
  readonly balancedAccuracy: number;
  /** The scores of each class, by its index. For two classes, `classes[1]` are those of the positive one. */
  readonly classes: readonly ClassScores[];
  /** The mean over the classes that occur as labels or predictions. */
  readonly macro: ClassScores;
  /** The scores of all rows together: precision, recall and F1 are the accuracy. */
  readonly micro: ClassScores;
  /** The mean over the classes, weighted by their support. */
  readonly weighted: ClassScores;
  /** Rows by true class (matrix row) and predicted class (column). */
  readonly confusion: readonly (readonly number[])[];
}

const OPTIONS: OptionKinds<CountOptions> = { classes: "number", weights: "any" };

/**
 * Measures predicted classes: accuracy, and precision, recall and F1 by class and averaged.
 *
 * @param labels - Class indices from 0.
 * @param predictions - The predicted class of each row; see {@link predictClasses}.
 * @throws RangeError if the two differ in length or are empty, or a number is not a class index.
 * @see scikit-learn, `classification_report`, `precision_recall_fscore_support(zero_division=0)`
 * @example
 * ```ts
 * import { classificationReport, predictClasses } from "@tensorloom/metrics";
 *
 * const scores = { data: [0.8, 0.1, 0.1, 0.2, 0.7, 0.1, 0.3, 0.5, 0.2], shape: [3, 3] };
 * const report = classificationReport([0, 1, 2], predictClasses(scores));
 * report.classes[1]; // => { precision: 0.5, recall: 1, f1: 2 / 3, support: 1 }
 * [report.accuracy, report.macro.precision]; // => [2 / 3, 0.5]
 * ```
 */
export function classificationReport(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  options: CountOptions = {},
): ClassificationReport {
  checkOptions("classificationReport", options, OPTIONS);
  const confusion = countPairs("classificationReport", labels, predictions, options);
  const classes = scoreClasses(confusion);
  const support = sum(confusion.map(sum));
  const accuracy = sum(confusion.map((row, at) => row[at])) / support;
  const isLabel = classes.map((one) => Number(one.support > 0));
  const occurs = classes.map((one, at) => Number(one.support > 0 || confusion.some((row) => row[at] > 0)));
  return {
    accuracy,
    balancedAccuracy: averageScores(classes, isLabel).recall,
    classes,
    macro: averageScores(classes, occurs),
    micro: { precision: accuracy, recall: accuracy, f1: accuracy, support },
    weighted: averageScores(
      classes,
      classes.map((one) => one.support),
    ),
    confusion,
  };
}
