import type { ScoreColumns } from "../input/scores.ts";

/** Logits: one per row for the positive class, or `[rows, classes]`. */
export interface Logits {
  readonly data: Float64Array;
  readonly rows: number;
  readonly columns: number;
}

/**
 * Logits of scores that are logits already, or of probabilities: their logarithms or log-odds.
 *
 * Probabilities are clipped as {@link logLoss} clips them.
 */
export function toLogits({ data, rows, columns }: ScoreColumns, fromLogits: boolean): Logits {
  if (fromLogits) return { data: Float64Array.from(data), rows, columns };
  const eps = data instanceof Float32Array ? 2 ** -23 : 2 ** -52;
  const logits = Float64Array.from(data, (value) => {
    const clipped = Math.min(Math.max(value, eps), 1 - eps);
    return columns === 1 ? Math.log(clipped) - Math.log1p(-clipped) : Math.log(clipped);
  });
  return { data: logits, rows, columns };
}

/** Replaces each row of logits, multiplied by a factor, with probabilities: a sigmoid or a softmax. */
export function toProbabilities({ data, rows, columns }: Logits, factor: number): Float64Array {
  if (columns === 1) return data.map((logit) => 1 / (1 + Math.exp(-factor * logit)));
  const probabilities = new Float64Array(data.length);
  for (let row = 0; row < rows; row++) {
    const logits = data.subarray(row * columns, (row + 1) * columns);
    const highest = logits.reduce((one, other) => Math.max(one, other), -Infinity);
    const powers = logits.map((logit) => Math.exp(factor * (logit - highest)));
    const sum = powers.reduce((total, power) => total + power, 0);
    for (let column = 0; column < columns; column++)
      probabilities[row * columns + column] = powers[column] / sum;
  }
  return probabilities;
}
