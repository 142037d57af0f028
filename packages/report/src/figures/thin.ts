/** Keeps at most `max` of many points, evenly, with the first and the last one. */
export function thin<T>(points: readonly T[], max: number): readonly T[] {
  if (points.length <= max) return points;
  return Array.from({ length: max }, (_, at) => points[Math.round((at * (points.length - 1)) / (max - 1))]);
}

/**
 * Keeps at most `max` points of a curve inside a square of side 1: those that are evenly far along the curve.
 *
 * A curve of 100,000 rows has most of its points where little changes.
 */
export function thinCurve<T>(
  points: readonly T[],
  max: number,
  at: (point: T) => readonly [number, number],
): readonly T[] {
  if (points.length <= max) return points;
  const along = new Float64Array(points.length);
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [at(points[i - 1]), at(points[i])];
    along[i] = along[i - 1] + Math.abs(x1 - x0) + Math.abs(y1 - y0);
  }
  const [total, last] = [along[points.length - 1], points.length - 1];
  const kept: T[] = [points[0]];
  for (let i = 1; i < last && kept.length < max - 1; i++)
    if (along[i] >= (total * kept.length) / (max - 1)) kept.push(points[i]);
  return [...kept, points[last]];
}
