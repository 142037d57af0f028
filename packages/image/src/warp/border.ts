/**
 * Returns the pixel for a position outside the image, or -1.
 *
 * A pixel is `row * width + column`.
 */
export type Border = (column: number, row: number) => number;

/** Creates the function for positions outside an image. Positions inside map to themselves. */
export function createBorder(
  outside: "edge" | "reflect" | "wrap" | number,
  height: number,
  width: number,
): Border {
  if (typeof outside === "number")
    return (column, row) =>
      column >= 0 && column < width && row >= 0 && row < height ? row * width + column : -1;
  const inside = INSIDE[outside];
  return (column, row) => inside(row, height) * width + inside(column, width);
}

const modulo = (place: number, size: number): number => place - size * Math.floor(place / size);

function reflect(place: number, size: number): number {
  const turned = modulo(place, 2 * size);
  return turned < size ? turned : 2 * size - 1 - turned;
}

/** Maps any position along one axis to one from 0 to `size - 1`. */
const INSIDE = {
  edge: (place: number, size: number) => Math.min(Math.max(place, 0), size - 1),
  reflect: reflect,
  wrap: modulo,
} as const;
