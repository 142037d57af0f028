import type { BinaryMeasure, CheckedRows } from "./averageOverClasses.ts";

/**
 * Averages a metric of two classes over all pairs of classes (Hand and Till 2001).
 *
 * A pair counts with the mean of two measures: its rows, ranked by the score of the one class and by that of the other.
 * `"weighted"` weights a pair by its rows, and leaves out pairs of a class without rows.
 */
export function averageOverPairs(
  measure: BinaryMeasure,
  { labels, scores: { data, rows, columns } }: CheckedRows,
  average: "macro" | "weighted",
): number {
  const rowsOf = Array.from({ length: columns }, (): number[] => []);
  for (let row = 0; row < rows; row++) rowsOf[labels[row]].push(row);

  function measurePair(one: number, other: number): number {
    const pair = [...rowsOf[one], ...rowsOf[other]];
    const isOne = pair.map((_, at) => Number(at < rowsOf[one].length));
    const scores = pair.map((row) => data[row * columns + one]);
    return measure(isOne, scores);
  }

  function shareOf(one: number, other: number): number {
    const [ones, others] = [rowsOf[one].length, rowsOf[other].length];
    return average === "macro" ? 1 : ones === 0 || others === 0 ? 0 : ones + others;
  }

  let [sum, total] = [0, 0];
  for (let one = 0; one < columns; one++)
    for (let other = one + 1; other < columns; other++) {
      const share = shareOf(one, other);
      if (share === 0) continue;
      sum += (share * (measurePair(one, other) + measurePair(other, one))) / 2;
      total += share;
    }
  return sum / total;
}
