/** The number of rows of each class. */
export type ClassCounts = Map<number, number>;

/** Counts the rows of all classes. */
export function countRows(counts: ClassCounts): number {
  return sum(counts, (count) => count);
}

/** The expected number of neighbours of different classes, over all orders of the rows: `n - sum n_i^2 / n`. */
export function changesWithin(counts: ClassCounts): number {
  const rows = countRows(counts);
  return rows - sum(counts, (count) => count ** 2) / rows;
}

/** The probability that the last row of one group and the first row of the next have different classes. */
export function changesBetween(some: ClassCounts, others: ClassCounts): number {
  const alike = sum(some, (count, label) => count * (others.get(label) ?? 0));
  return 1 - alike / (countRows(some) * countRows(others));
}

/**
 * The mean and standard deviation of the number of class changes in a random order.
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
