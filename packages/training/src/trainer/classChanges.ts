/** How many rows are of each class. */
export type Counts = Map<number, number>;

/** How many rows these are. */
export function rowsOf(counts: Counts): number {
  return sum(counts, (count) => count);
}

/** How many neighbours of different classes rows have, in the mean over all their orders: `n - sum n_i^2 / n`. */
export function changesWithin(counts: Counts): number {
  const rows = rowsOf(counts);
  return rows - sum(counts, (count) => count ** 2) / rows;
}

/** How likely the last row of some, in any order, and the first row of others are of different classes. */
export function changesBetween(some: Counts, others: Counts): number {
  const alike = sum(some, (count, label) => count * (others.get(label) ?? 0));
  return 1 - alike / (rowsOf(some) * rowsOf(others));
}

/**
 * The mean and the standard deviation of the changes in a random order.
 *
 * @see Mood 1940, The distribution theory of runs: for any number of classes
 */
export function changesByChance(counts: Counts): { readonly mean: number; readonly deviation: number } {
  const n = rowsOf(counts);
  const [squares, cubes] = [2, 3].map((power) => sum(counts, (count) => count ** power));
  const variance = (squares * (squares + n * (n + 1)) - 2 * n * cubes - n ** 3) / (n ** 2 * (n - 1));
  return { mean: changesWithin(counts), deviation: Math.sqrt(Math.max(0, variance)) };
}

function sum(counts: Counts, of: (count: number, label: number) => number): number {
  let total = 0;
  for (const [label, count] of counts) total += of(count, label);
  return total;
}
