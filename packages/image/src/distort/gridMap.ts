import type { SourceMap } from "../warp/sourceMap.ts";

/**
 * The map of a grid whose columns and rows have other widths in the source.
 *
 * The lines of the grid divide the result evenly. In the source, the distances between them are proportional to
 * `columns` and `rows`, and positions between lines are interpolated.
 */
export function gridMap(
  height: number,
  width: number,
  columns: readonly number[],
  rows: readonly number[],
): SourceMap {
  const map = { height, width, x: new Float32Array(height * width), y: new Float32Array(height * width) };
  const [across, down] = [axisMap(width, columns), axisMap(height, rows)];
  for (let row = 0; row < height; row++) {
    map.x.set(across, row * width);
    map.y.fill(down[row], row * width, (row + 1) * width);
  }
  return map;
}

/** The source position of each pixel along one axis. */
function axisMap(size: number, parts: readonly number[]): Float32Array {
  const total = parts.reduce((sum, part) => sum + part, 0);
  let sum = 0;
  const lines = [0, ...parts.map((part) => ((sum += part) / total) * size)];
  return Float32Array.from({ length: size }, (_, i) => {
    const place = ((i + 0.5) / size) * parts.length;
    const part = Math.floor(place);
    return lines[part] + (place - part) * (lines[part + 1] - lines[part]) - 0.5;
  });
}
