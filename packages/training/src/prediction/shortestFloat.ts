/** Formats a float32 with as few digits as distinguish it from all others: `0.1`, not `0.10000000149011612`. */
export function shortestFloat(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const rounded = Number(value.toPrecision(digits));
    if (Math.fround(rounded) === value) return String(rounded);
  }
  return String(Number(value.toPrecision(9))); // nine digits distinguish all float32 numbers
}
