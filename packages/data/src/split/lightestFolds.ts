/**
 * Assigns groups to folds of about equal numbers of rows: the largest group first, each to the smallest fold so far.
 *
 * @param counts - How many rows each group has.
 * @returns The fold of each group.
 * @see sklearn.model_selection.GroupKFold
 */
export function lightestFolds(counts: readonly number[], folds: number): Uint32Array {
  const rows = new Array<number>(folds).fill(0);
  const foldOf = new Uint32Array(counts.length);
  // Of groups of equal size, the last is first, as in scikit-learn.
  for (const group of [...counts.keys()].sort((a, b) => counts[b] - counts[a] || b - a)) {
    const fold = rows.indexOf(Math.min(...rows));
    rows[fold] += counts[group];
    foldOf[group] = fold;
  }
  return foldOf;
}
