/** Channels scaled by `width`: the nearest multiple of 8, but never less than 8 or than nine tenths of the exact number. */
export function roundFilters(filters: number, width: number): number {
  const exact = filters * width;
  const rounded = Math.max(8, Math.floor((exact + 4) / 8) * 8);
  return rounded < 0.9 * exact ? rounded + 8 : rounded;
}
