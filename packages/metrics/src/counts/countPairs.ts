import { integer } from "@tensorloom/core/internal";
import { checkLabels } from "../input/labels.ts";
import { checkWeights, type WeightsOption } from "../input/weights.ts";

/**
 * Options of every metric of predicted classes.
 *
 * @inline
 */
export interface CountOptions extends WeightsOption {
  /** Number of classes. Default: the highest index plus one. */
  readonly classes?: number | undefined;
}

/** The confusion matrix of checked labels and predictions, for the metrics that are computed from it. */
export function countPairs(
  name: string,
  labels: ArrayLike<number>,
  predictions: ArrayLike<number>,
  { classes, weights }: CountOptions,
): number[][] {
  if (classes !== undefined) integer(`${name}: classes`, classes, 1);
  const needed = Math.max(
    checkLabels(`${name}: labels`, labels, undefined, classes),
    checkLabels(`${name}: predictions`, predictions, labels.length, classes),
  );
  if (labels.length === 0) throw new RangeError(`${name}: labels must have at least one row, got none`);
  checkWeights(name, weights, labels.length);
  const count = classes ?? needed;
  const matrix = Array.from({ length: count }, () => new Array<number>(count).fill(0));
  for (let row = 0; row < labels.length; row++)
    matrix[labels[row]][predictions[row]] += weights === undefined ? 1 : weights[row];
  return matrix;
}

/** The sum of numbers. */
export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
