import type { Position } from "../transform/change.ts";
import type { SourceMap } from "../warp/sourceMap.ts";

const STEPS = 12;
/** A position this near is found, in pixels. */
const NEAR = 1e-3;
/** The distance between pixels that are tried first. */
const STRIDE = 2;
/** The largest step, in pixels: it keeps a fold of the map from throwing the search far away. */
const LARGEST_STEP = 32;

/**
 * Finds a source position in the result of a map: the inverse of the map.
 *
 * It follows the map's slope (Newton's method), from a pixel whose source is near. Beyond the border, the map has
 * the slope 1. If the map folds, one of several places is found, or the nearest that was tried.
 */
export function findInResult(map: SourceMap, [x, y]: Position): Position {
  const [wantedX, wantedY] = [x - 0.5, y - 0.5];
  let [placeX, placeY] = nearestPixel(map, wantedX, wantedY);
  let best: Position = [placeX, placeY];
  let nearest = Infinity;
  for (let step = 0; step < STEPS && nearest > NEAR; step++) {
    const [hereX, hereY] = [
      sample(map, map.x, 1, 0, placeX, placeY),
      sample(map, map.y, 0, 1, placeX, placeY),
    ];
    const [missX, missY] = [wantedX - hereX, wantedY - hereY];
    const miss = Math.hypot(missX, missY);
    if (miss < nearest) [nearest, best] = [miss, [placeX, placeY]];
    const a = sample(map, map.x, 1, 0, placeX + 0.5, placeY) - sample(map, map.x, 1, 0, placeX - 0.5, placeY);
    const b = sample(map, map.x, 1, 0, placeX, placeY + 0.5) - sample(map, map.x, 1, 0, placeX, placeY - 0.5);
    const c = sample(map, map.y, 0, 1, placeX + 0.5, placeY) - sample(map, map.y, 0, 1, placeX - 0.5, placeY);
    const d = sample(map, map.y, 0, 1, placeX, placeY + 0.5) - sample(map, map.y, 0, 1, placeX, placeY - 0.5);
    const area = a * d - b * c;
    const isFlat = Math.abs(area) < 0.05;
    placeX += limit(isFlat ? missX : (d * missX - b * missY) / area);
    placeY += limit(isFlat ? missY : (a * missY - c * missX) / area);
  }
  return [best[0] + 0.5, best[1] + 0.5];
}

/** Returns the pixel whose source is nearest to a position, of every second in each direction. */
function nearestPixel({ x, y, height, width }: SourceMap, wantedX: number, wantedY: number): Position {
  let [pixel, nearest] = [0, Infinity];
  for (let row = 0; row < height; row += STRIDE)
    for (let i = row * width; i < (row + 1) * width; i += STRIDE) {
      const distance = (x[i] - wantedX) ** 2 + (y[i] - wantedY) ** 2;
      if (distance < nearest) [pixel, nearest] = [i, distance];
    }
  return [pixel % width, Math.floor(pixel / width)];
}

const limit = (step: number): number => Math.min(Math.max(step, -LARGEST_STEP), LARGEST_STEP);

/** Reads a map between its pixels; beyond the border it has these slopes. */
function sample(
  { height, width }: SourceMap,
  values: Float32Array,
  slopeX: number,
  slopeY: number,
  x: number,
  y: number,
): number {
  const [insideX, insideY] = [Math.min(Math.max(x, 0), width - 1), Math.min(Math.max(y, 0), height - 1)];
  const [left, top] = [
    Math.min(Math.floor(insideX), Math.max(width - 2, 0)),
    Math.min(Math.floor(insideY), Math.max(height - 2, 0)),
  ];
  const [right, bottom] = [Math.min(left + 1, width - 1), Math.min(top + 1, height - 1)];
  const [across, down] = [insideX - left, insideY - top];
  const upper = values[top * width + left] * (1 - across) + values[top * width + right] * across;
  const lower = values[bottom * width + left] * (1 - across) + values[bottom * width + right] * across;
  return upper * (1 - down) + lower * down + slopeX * (x - insideX) + slopeY * (y - insideY);
}
