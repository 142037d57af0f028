import type { NDArray } from "@tensorloom/data";
import { predictClasses } from "@tensorloom/metrics";

/** The number of classes of a model's outputs; 1 for a binary classifier with one output. */
export function countClasses({ shape }: NDArray): number {
  return shape.length === 1 ? 1 : (shape.at(-1) ?? 1);
}

/**
 * The class of each row. With one output per row, it is 1 if the target is above 0.5; soft labels count, too.
 *
 * With several, class indices stay as they are, and one-hot rows become the position of their 1.
 *
 * @throws RangeError if a row has several classes.
 */
export function toClassLabels(name: string, { data }: NDArray, outputs: NDArray): Int32Array {
  const classes = countClasses(outputs);
  if (classes === 1) return Int32Array.from(data, (target) => Number(target > 0.5));
  if (data.length !== outputs.data.length) return Int32Array.from(data);
  for (let row = 0; row * classes < data.length; row++) {
    const high = data
      .subarray(row * classes, (row + 1) * classes)
      .filter((value: number) => value > 0.5).length;
    if (high > 1)
      throw new RangeError(
        `${name}: targets must have one class per row; row ${String(row)} has ${String(high)}`,
      );
  }
  return predictClasses({ data, shape: [data.length / classes, classes] });
}

/** The predicted class of each row. With one output per row, it is 1 if the output is above 0.5, as in Keras. */
export function toPredictions(outputs: NDArray): Int32Array {
  const classes = countClasses(outputs);
  if (classes === 1) return Int32Array.from(outputs.data, (output) => Number(output > 0.5));
  return predictClasses({ data: outputs.data, shape: [outputs.data.length / classes, classes] });
}
