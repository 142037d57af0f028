/**
 * Finds the word that a misspelt word most likely means.
 *
 * Case and underscores are ignored: `drop_remainder` finds `dropRemainder`. A word also matches if one of the two begins
 * with the other.
 *
 * @param word - The misspelt word.
 * @param words - The valid words.
 * @returns The nearest of `words`, or `undefined` if none is near: more than a third of the letters differ.
 * @example
 * ```ts
 * import { closest } from "@tensorloom/core/internal";
 *
 * closest("patiance", ["monitor", "patience"]); // => "patience"
 * ```
 */
export function closest(word: string, words: readonly string[]): string | undefined {
  const typed = plain(word);
  const ranked = words
    .map((candidate) => ({
      candidate,
      distance: distance(typed, plain(candidate)),
      edits: edits(typed, plain(candidate)),
    }))
    .sort((a, b) => a.distance - b.distance || a.edits - b.edits);
  const best = ranked.at(0);
  return best !== undefined && best.distance <= Math.max(1, typed.length / 3) ? best.candidate : undefined;
}

function plain(word: string): string {
  return word.replaceAll(/[_-]/g, "").toLowerCase();
}

function distance(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length);
  return shorter >= 3 && (a.startsWith(b) || b.startsWith(a)) ? 1 : edits(a, b);
}

/**
 * The number of letters to insert, delete or replace, or neighbours to swap, to turn `a` into `b`: optimal
 * string alignment, in which no letter changes twice.
 */
function edits(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column);
  let twoAbove = above;
  for (let row = 1; row <= a.length; row++) {
    const here = [row];
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1);
      const isSwapped = a[row - 2] === b[column - 1] && a[row - 1] === b[column - 2];
      const swapped = row > 1 && column > 1 && isSwapped ? twoAbove[column - 2] + 1 : Infinity;
      here.push(Math.min(replaced, swapped, above[column] + 1, here[column - 1] + 1));
    }
    [twoAbove, above] = [above, here];
  }
  return above[b.length];
}
