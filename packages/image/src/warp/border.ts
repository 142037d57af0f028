/** The pixel (`row * width + column`) that stands for a place outside the image; -1 for none. */
export type Border = (column: number, row: number) => number;

/** What lies outside an image. A place inside it stands for itself. */
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

/** The place along one axis, from 0 to `size - 1`, that stands for any place. */
const INSIDE = {
  edge: (place: number, size: number) => Math.min(Math.max(place, 0), size - 1),
  reflect: reflect,
  wrap: modulo,
} as const;
