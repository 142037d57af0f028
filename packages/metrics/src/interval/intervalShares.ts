import { normalCdf, normalQuantile } from "../numeric/normal.ts";

/**
 * The shares of the sorted samples between which the interval lies.
 *
 * With `leftOut`, they are corrected for bias and for skewness (BCa).
 *
 * @param leftOut - The metric without each row.
 * @see Efron 1987, Better bootstrap confidence intervals
 */
export function intervalShares(
  level: number,
  value: number,
  samples: ArrayLike<number> & Iterable<number>,
  leftOut: Float64Array | undefined,
): readonly [low: number, high: number] {
  const tail = (1 - level) / 2;
  if (leftOut === undefined) return [tail, 1 - tail];
  const below = shareBelow(value, samples);
  if (below === 0 || below === 1) return [tail, 1 - tail]; // all samples lie on one side: the bias is unknown
  const bias = normalQuantile(below);
  const acceleration = skewnessOf(leftOut) / 6;
  const corrected = (share: number): number => {
    const shifted = bias + normalQuantile(share);
    return normalCdf(bias + shifted / (1 - acceleration * shifted));
  };
  return [corrected(tail), corrected(1 - tail)];
}

/** The share of the samples below a value. Those that equal it count one half. */
function shareBelow(value: number, samples: ArrayLike<number> & Iterable<number>): number {
  let halves = 0;
  for (const sample of samples) halves += Number(sample < value) + Number(sample <= value);
  return halves / (2 * samples.length);
}

/** The sum of cubes over the 3/2 power of the sum of squares, of the differences from the mean; 0 if all are equal. */
function skewnessOf(values: Float64Array): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [squares, cubes] = [2, 3].map((power) =>
    values.reduce((sum, value) => sum + (mean - value) ** power, 0),
  );
  return squares === 0 ? 0 : cubes / squares ** 1.5;
}
