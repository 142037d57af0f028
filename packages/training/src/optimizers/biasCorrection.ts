/**
 * What a running mean that began at 0 is divided by after some updates: `1 - beta^updates`.
 *
 * Computed in single precision as in Keras, which matters in the first steps: 1 - 0.999 has an error of 1e-5 there.
 */
export function biasCorrection(beta: number, updates: number): number {
  return Math.fround(1 - Math.fround(Math.fround(beta) ** updates));
}
