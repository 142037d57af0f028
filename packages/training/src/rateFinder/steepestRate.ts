/**
 * One step of a test of learning rates.
 *
 * @inline
 */
export interface RatePoint {
  readonly learningRate: number;
  readonly loss: number;
  readonly smoothedLoss: number;
}

/**
 * Returns the rate at which the smoothed loss falls fastest per factor of the rate, before its minimum.
 *
 * The first tenth of the points does not count: the running mean is of few losses there.
 */
export function steepestRate(points: readonly RatePoint[]): number | undefined {
  const losses = points.map(({ smoothedLoss }) => smoothedLoss);
  const lowest = losses.indexOf(Math.min(...losses));
  let [found, steepest]: [number | undefined, number] = [undefined, 0];
  for (let i = 1 + Math.floor(points.length / 10); i <= lowest; i++) {
    const [before, after] = [points[i - 1], points[Math.min(i + 1, lowest)]];
    const distance = Math.log(after.learningRate / before.learningRate);
    const fall = (after.smoothedLoss - before.smoothedLoss) / distance;
    if (fall < steepest) [found, steepest] = [points[i].learningRate, fall];
  }
  return found;
}
