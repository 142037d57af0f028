import type { ScoreColumns } from "./scores.ts";

/** The column with the highest score of a row; the first one if several are equal. */
export function argMaxOf({ data, columns }: ScoreColumns, row: number): number {
  const start = row * columns;
  let best = 0;
  for (let column = 1; column < columns; column++)
    if (data[start + column] > data[start + best]) best = column;
  return best;
}
