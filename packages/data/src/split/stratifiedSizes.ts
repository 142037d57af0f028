import type { Coded } from "./codeKeys.ts";

/**
 * How many rows of each class each part has: as close to its share as whole rows allow.
 *
 * One part after another takes from what is left the rounded down share of each class, and one row more of those with the
 * largest remainders.
 *
 * @param parts - How many rows each part has.
 * @param order - The classes, in the order that decides between equal remainders.
 * @returns One list per class, with its rows in each part.
 * @see sklearn.model_selection.train_test_split, with `stratify`
 */
export function stratifiedSizes(classes: Coded, parts: readonly number[], order: Uint32Array): number[][] {
  const left = [...classes.counts];
  const sizes = left.map((): number[] => []);
  let rows = classes.codes.length;
  for (const size of parts) {
    const exact = left.map((count) => count * size);
    const taken = exact.map((product) => Math.floor(product / rows));
    const missing = size - taken.reduce((sum, count) => sum + count, 0);
    const byRemainder = [...order].sort((a, b) => (exact[b] % rows) - (exact[a] % rows));
    for (const c of byRemainder.slice(0, missing)) taken[c]++;
    taken.forEach((count, c) => {
      sizes[c].push(count);
      left[c] -= count;
    });
    rows -= size;
  }
  return sizes;
}

/**
 * How many rows of each class each fold has: the rows, sorted by class, are dealt to the folds in turns.
 *
 * The classes are sorted by their first row.
 *
 * @returns One list per class, with its rows in each fold.
 * @see sklearn.model_selection.StratifiedKFold
 */
export function dealtSizes({ codes, counts }: Coded, folds: number): number[][] {
  const sizes = counts.map(() => new Array<number>(folds).fill(0));
  let turn = 0;
  for (const c of new Set(codes))
    // in the order of their first rows
    for (let row = 0; row < counts[c]; row++) sizes[c][turn++ % folds]++;
  return sizes;
}
