import { integer } from "@tensorloom/core/internal";
import type { NDArray } from "@tensorloom/data";
import { argMaxAt } from "./accuracy.ts";

/**
 * Counts rows by true class (matrix row) and predicted class (column).
 *
 * @param labels - Class indices from 0.
 * @param predictions - The predicted class index of each row.
 * @param classes - Number of classes. Default: the highest index plus one.
 * @throws RangeError if the two differ in length, or a number is not a class index.
 * @see scikit-learn, `confusion_matrix`
 * @example
 * ```ts
 * import { confusionMatrix } from "@tensorloom/training";
 *
 * confusionMatrix([0, 1, 1, 2], [0, 1, 2, 2]); // => [[1, 0, 0], [0, 1, 1], [0, 0, 1]]
 * ```
 */
export function confusionMatrix(
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  classes?: number,
): readonly (readonly number[])[] {
  if (labels.length !== predictions.length)
    throw new RangeError(
      `confusionMatrix: labels and predictions must have the same length, got ${String(labels.length)} and ${String(predictions.length)}`,
    );
  const highestClass = [labels, predictions].reduce(
    (highest, list) => Array.from(list).reduce((one, other) => Math.max(one, other), highest),
    -1,
  );
  const count = classes ?? highestClass + 1;
  integer("confusionMatrix: classes", count, 0);
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let at = 0; at < labels.length; at++) {
    integer(`confusionMatrix: labels[${String(at)}]`, labels[at], 0, count - 1);
    integer(`confusionMatrix: predictions[${String(at)}]`, predictions[at], 0, count - 1);
    matrix[labels[at]][predictions[at]]++;
  }
  return matrix;
}

/**
 * The position of the highest value in each row of an array; the first one if several are equal.
 *
 * @example
 * ```ts
 * import { argMax } from "@tensorloom/training";
 *
 * argMax({ data: [0.1, 0.9, 0.7, 0.3], shape: [2, 2] }); // => [1, 0]
 * ```
 */
export function argMax({
  data,
  shape,
}: {
  readonly data: ArrayLike<number>;
  readonly shape: readonly number[];
}): readonly number[] {
  const width = shape.at(-1) ?? 1;
  return Array.from({ length: data.length / width }, (_, row) => argMaxAt(data, row * width, width));
}

/**
 * Converts targets to class indices: indices stay as they are, one-hot rows become the position of their 1.
 *
 * @throws RangeError if a row has several classes.
 */
export function toClassIndices(targets: NDArray, outputs: NDArray): readonly number[] {
  const { data } = targets;
  if (data.length !== outputs.data.length) return Array.from(data);
  const width = outputs.shape.at(-1) ?? 1;
  for (let row = 0; row * width < data.length; row++) {
    const high = data.subarray(row * width, (row + 1) * width).filter((value: number) => value > 0.5).length;
    if (high > 1)
      throw new RangeError(
        `class metrics: targets must have one class per row; row ${String(row)} has ${String(high)}`,
      );
  }
  return argMax({ data, shape: outputs.shape });
}

/** The number of classes of a model's outputs; 1 for a binary classifier with one output. */
export function countClasses({ shape }: NDArray): number {
  return shape.length === 1 ? 1 : (shape.at(-1) ?? 1);
}
