import { sortDescending } from "../ranking/sortDescending.ts";
import type { IsotonicLine } from "./calibration.ts";

/**
 * Fits a rising line to labels by score: the pool-adjacent-violators algorithm (Ayer et al. 1955).
 *
 * Rows of one score count as their mean. Neighbours that fall are merged to their mean until all rise. Points between two
 * of the same height are left out.
 *
 * @see scikit-learn, `IsotonicRegression`
 */
export function poolAdjacent(
  labels: ArrayLike<number>,
  scores: ArrayLike<number>,
  weights: ArrayLike<number> | undefined,
): IsotonicLine {
  const order = sortDescending(scores).reverse();
  const pools: Pool[] = [];
  let last: Pool | undefined;
  for (const row of order) {
    const weight = weights?.[row] ?? 1;
    if (weight === 0) continue;
    if (last?.low === scores[row]) {
      last.sum += weight * labels[row];
      last.weight += weight;
    } else {
      last = { low: scores[row], high: scores[row], sum: weight * labels[row], weight };
      pools.push(last);
    }
  }
  const points = merge(pools).flatMap(({ low, high, sum, weight }) =>
    (low === high ? [low] : [low, high]).map((score) => ({ score, probability: sum / weight })),
  );
  return {
    scores: points.map(({ score }) => score),
    probabilities: points.map(({ probability }) => probability),
  };
}

/** Rows of neighbouring scores: their range, the sum of their labels, and of their weights. */
interface Pool {
  readonly low: number;
  readonly high: number;
  sum: number;
  weight: number;
}

function merge(pools: readonly Pool[]): readonly Pool[] {
  const merged: Pool[] = [];
  for (const next of pools) {
    let pool = next;
    for (let before = merged.at(-1); before !== undefined; before = merged.at(-1)) {
      if (before.sum * pool.weight < pool.sum * before.weight) break; // its mean is lower: it rises
      merged.pop();
      pool = {
        low: before.low,
        high: pool.high,
        sum: before.sum + pool.sum,
        weight: before.weight + pool.weight,
      };
    }
    merged.push(pool);
  }
  return merged;
}

/** The height of a line at a score; outside of its points, that of the nearest one. */
export function heightAt({ scores, probabilities }: IsotonicLine, score: number): number {
  let [low, high] = [0, scores.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (scores[middle] < score) low = middle + 1;
    else high = middle;
  }
  if (low === 0) return probabilities[0];
  if (low === scores.length) return probabilities[low - 1];
  const share = (score - scores[low - 1]) / (scores[low] - scores[low - 1]);
  return probabilities[low - 1] + share * (probabilities[low] - probabilities[low - 1]);
}
