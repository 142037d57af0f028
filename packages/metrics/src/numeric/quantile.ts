/**
 * A quantile of sorted numbers, between two of them by linear interpolation.
 *
 * @param share - From 0, the lowest, to 1, the highest.
 * @see NumPy, `quantile(method="linear")`
 */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1);
  const before = Math.floor(place);
  const after = Math.min(before + 1, sorted.length - 1);
  return sorted[before] + (place - before) * (sorted[after] - sorted[before]);
}
