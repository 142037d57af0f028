import { finite, shown } from "@tensorloom/core/internal";

/**
 * The values outside an image.
 *
 * For an image of `a b c d`:
 *
 * - `"edge"` or `"nearest"`: a a a | a b c d | d d d
 * - `"reflect"`: c b a | a b c d | d c b
 * - `"mirror"`: d c b | a b c d | c b a
 * - `"wrap"`: b c d | a b c d | a b c
 * - a number: this value in every channel
 *
 * @inline
 */
export type OutsideFill = "edge" | "nearest" | "reflect" | "mirror" | "wrap" | number;

/**
 * Returns the pixel for a position outside the image, or -1.
 *
 * A pixel is `row * width + column`.
 */
export type Border = (column: number, row: number) => number;

/** Creates the function for positions outside an image. Positions inside map to themselves. */
export function createBorder(outside: OutsideFill, height: number, width: number): Border {
  if (typeof outside === "number")
    return (column, row) =>
      column >= 0 && column < width && row >= 0 && row < height ? row * width + column : -1;
  const inside = INSIDE[outside];
  return (column, row) => inside(row, height) * width + inside(column, width);
}

/** Lists the positions inside an axis that positions from `-before` to `size + after - 1` map to. */
export function mapAxis(
  outside: Exclude<OutsideFill, number>,
  size: number,
  before: number,
  after: number,
): Int32Array {
  const inside = INSIDE[outside];
  return Int32Array.from({ length: before + size + after }, (_, i) => inside(i - before, size));
}

/**
 * Checks what is outside an image.
 *
 * @throws RangeError if it is not a mode or a finite number.
 */
export function checkOutside(name: string, outside: OutsideFill): OutsideFill {
  const value: unknown = outside; // JavaScript may pass anything
  if (typeof value === "number") finite(`${name}: outside`, value);
  else if (typeof value !== "string" || !Object.hasOwn(INSIDE, value))
    throw new RangeError(
      `${name}: outside must be ${Object.keys(INSIDE)
        .map((mode) => JSON.stringify(mode))
        .join(", ")} or a finite number, got ${shown(value)}`,
    );
  return outside;
}

const modulo = (place: number, size: number): number => place - size * Math.floor(place / size);

const edge = (place: number, size: number): number => Math.min(Math.max(place, 0), size - 1);

function mirror(place: number, size: number): number {
  if (size === 1) return 0;
  const turned = modulo(place, 2 * size - 2);
  return turned < size ? turned : 2 * size - 2 - turned;
}

function reflect(place: number, size: number): number {
  const turned = modulo(place, 2 * size);
  return turned < size ? turned : 2 * size - 1 - turned;
}

/** Maps any position along one axis to one from 0 to `size - 1`. */
const INSIDE = {
  edge,
  nearest: edge,
  reflect,
  mirror,
  wrap: modulo,
} as const;

/** The number of a rule in assembly/warp/border.ts. */
export function numberOfRule(outside: OutsideFill): number {
  return typeof outside === "number" ? RULES.length : RULES.indexOf(outside === "nearest" ? "edge" : outside);
}

const RULES: readonly string[] = ["edge", "reflect", "mirror", "wrap"];
