/**
 * Ranks of the rows in each column, from `1 / rows` to 1. Rows of the same value share the mean of their ranks.
 *
 * @param data - `[rows, width]`.
 * @returns `[rows, width]`. A NaN has no rank: it stays NaN, and does not count for the others.
 * @see `scipy.stats.rankdata(x, axis=0) / len(x)`
 */
export function normalizedRanks(data: Float32Array, width: number): Float64Array {
  const rows = data.length / width;
  const ranks = new Float64Array(data.length).fill(NaN);
  for (let column = 0; column < width; column++) {
    const valueOf = (row: number): number => data[row * width + column];
    const order = Array.from({ length: rows }, (_, row) => row)
      .filter((row) => !Number.isNaN(valueOf(row)))
      .sort((a, b) => valueOf(a) - valueOf(b) || 0); // Infinity - Infinity is NaN
    for (let from = 0; from < order.length;) {
      let to = from + 1;
      while (to < order.length && valueOf(order[to]) === valueOf(order[from])) to++;
      const rank = (from + 1 + to) / 2 / rows;
      for (let at = from; at < to; at++) ranks[order[at] * width + column] = rank;
      from = to;
    }
  }
  return ranks;
}
