/**
 * Scales channels by `width` and rounds them to a multiple of 8, at least 8.
 *
 * Rounding never loses more than a tenth of the exact number.
 */
export function roundFilters(filters: number, width: number): number {
  const exact = filters * width;
  const rounded = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return rounded < 0.9 * exact ? rounded + 8 : rounded;
}
