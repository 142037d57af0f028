import type { Coded } from "./codeKeys.ts";

/**
 * Assigns groups to parts so that every part has its share of each class, as far as the groups allow.
 *
 * The groups are assigned one after another, those with the most unequal counts of classes first. Each goes to the part
 * for which the shares of the classes then differ least between the parts; of equal ones, to that with the fewest rows.
 *
 * @param order - The groups, in the order that decides between groups with equally unequal counts.
 * @param weights - The size of each part relative to the others; their mean is 1.
 * @returns The part of each group.
 * @see sklearn.model_selection.StratifiedGroupKFold, the case of equal weights
 */
export function balanceGroups(
  classes: Coded,
  groups: Coded,
  order: Uint32Array,
  weights: readonly number[],
): Uint32Array {
  const counts = groups.counts.map(() => classes.counts.map(() => 0));
  groups.codes.forEach((group, row) => counts[group][classes.codes[row]]++);
  const spread = counts.map(deviation);
  const partOf = new Uint32Array(counts.length);
  const filled = weights.map(() => classes.counts.map(() => 0));
  for (const group of [...order].sort((a, b) => spread[b] - spread[a])) {
    const part = findBestPart(filled, counts[group], classes.counts, weights);
    counts[group].forEach((count, c) => (filled[part][c] += count));
    partOf[group] = part;
  }
  return partOf;
}

function findBestPart(
  filled: readonly number[][],
  added: readonly number[],
  totals: readonly number[],
  weights: readonly number[],
): number {
  let [best, least, fewest] = [0, Infinity, Infinity];
  filled.forEach((_, part) => {
    const spreads = totals.map((total, c) =>
      deviation(filled.map((counts, p) => (counts[c] + (p === part ? added[c] : 0)) / total / weights[p])),
    );
    const unevenness = sum(spreads) / spreads.length;
    const rows = sum(filled[part]) / weights[part];
    if (unevenness < least || (isClose(unevenness, least) && rows < fewest))
      [best, least, fewest] = [part, unevenness, rows];
  });
  return best;
}

/** The standard deviation of all values. */
function deviation(values: readonly number[]): number {
  const mean = sum(values) / values.length;
  return Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / values.length);
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Whether two numbers are equal but for rounding; numpy.isclose. */
function isClose(a: number, b: number): boolean {
  return Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);
}
