/** The one of several words that a mistyped word most likely means; `undefined` where none is near. */
export function closest(word: string, words: readonly string[]): string | undefined {
  const ranked = words
    .map((candidate) => ({ candidate, distance: edits(word, candidate) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked.at(0);
  return best !== undefined && best.distance <= Math.max(1, word.length / 3) ? best.candidate : undefined;
}

/** Letters to insert, delete or replace to make `b` of `a` (Levenshtein 1965). */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      here.push(Math.min(replaced, above[column] + 1, here[column - 1] + 1));
    }
    above = here;
  }
  return above[b.length];
}
