/** Single precision, as in OpenCV. */
const { fround } = Math;

/** The two tiles whose centres are around a position on one axis, and the share of the second. */
export function findNeighbours(
  place: number,
  size: number,
  tiles: number,
): readonly [number, number, number] {
  const from = fround(fround(place * fround(1 / size)) - 0.5);
  const first = Math.floor(from);
  return [Math.max(first, 0), Math.min(first + 1, tiles - 1), fround(from - first)];
}
