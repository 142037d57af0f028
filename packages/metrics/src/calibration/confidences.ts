import { argMaxOf } from "../input/argMaxOf.ts";
import type { Scores } from "../input/scores.ts";
import { readProbabilities } from "../probability/readProbabilities.ts";

/** What a classifier claims of each row, and whether it is so. */
export interface Confidences {
  /** The probability of the positive class; of the predicted one if there are several. */
  readonly claimed: Float64Array;
  /** 1 if the row is positive; if it is of the predicted class. */
  readonly isSo: Uint8Array;
  readonly weights: ArrayLike<number> | undefined;
}

/** Checks labels and probabilities, and returns the confidence of each row. */
export function readConfidences(
  name: string,
  labels: ArrayLike<number>,
  probabilities: Scores,
  weights: ArrayLike<number> | undefined,
): Confidences {
  const read = readProbabilities(name, labels, probabilities, weights);
  const { data, rows, columns } = read;
  const claimed = new Float64Array(rows);
  const isSo = new Uint8Array(rows);
  for (let row = 0; row < rows; row++) {
    const predicted = columns === 1 ? 1 : argMaxOf(read, row);
    claimed[row] = columns === 1 ? data[row] : data[row * columns + predicted];
    isSo[row] = Number(labels[row] === predicted);
  }
  return { claimed, isSo, weights: read.weights };
}
