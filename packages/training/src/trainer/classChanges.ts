/** How many rows are of each class. */
export type ClassCounts = Map<number, number>;

/** How many rows these are. */
export function countRows(counts: ClassCounts): number {
  return sum(counts, (count) => count);
}

/** How many neighbours of different classes rows have, in the mean over all their orders: `n - sum n_i^2 / n`. */
export function changesWithin(counts: ClassCounts): number {
  const rows = countRows(counts);
  return rows - sum(counts, (count) => count ** 2) / rows;
}

/** How likely the last row of some, in any order, and the first row of others are of different classes. */
export function changesBetween(some: ClassCounts, others: ClassCounts): number {
  const alike = sum(some, (count, label) => count * (others.get(label) ?? 0));
  return 1 - alike / (countRows(some) * countRows(others));
}

/**
 * The mean and the standard deviation of the changes in a random order.
 *
 * @see Mood 1940, The distribution theory of runs: for any number of classes
 */
export function changesInRandomOrder(counts: ClassCounts): {
  readonly mean: number;
  readonly deviation: number;
} {
  const n = countRows(counts);
  const [squares, cubes] = [2, 3].map((power) => sum(counts, (count) => count ** power));
  const variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n ** 2 * (n - 1));
  return { mean: changesWithin(counts), deviation: Math.sqrt(Math.max(0, variance)) };
}

function sum(counts: ClassCounts, of: (count: number, label: number) => number): number {
  let total = 0;
  for (const [label, count] of counts) total += of(count, label);
  return total;
}
