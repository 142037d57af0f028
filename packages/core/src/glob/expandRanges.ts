/** The maximum number of words of one range. */
const MAX_WORDS = 100_000;

const RANGE = /\{(?:(-?\d+)\.\.(-?\d+)|([a-zA-Z])\.\.([a-zA-Z]))(?:\.\.-?(\d+))?\}/g;

/**
 * Expands the ranges of a glob, as bash does: `{08..10}` becomes `{08,09,10}`.
 *
 * A range counts numbers or letters, up or down; an optional third number is the step. Numbers are padded with zeros if
 * one of the bounds is.
 *
 * @throws RangeError if a range has more than 100,000 words.
 * @example
 * ```ts
 * import { expandRanges } from "@tensorloom/core/internal";
 *
 * expandRanges("train{08..10}.tfrec"); // => "train{08,09,10}.tfrec"
 * ```
 */
export function expandRanges(pattern: string): string {
  return pattern.replaceAll(
    RANGE,
    (range, first?: string, last?: string, from?: string, to?: string, step?: string) => {
      const by = Math.max(1, Number(step ?? 1));
      const words =
        first !== undefined && last !== undefined
          ? numbers(range, first, last, by)
          : steps(range, codeOf(from), codeOf(to), by).map((code) => String.fromCharCode(code));
      return `{${words.join(",")}}`;
    },
  );
}

function codeOf(letter = ""): number {
  return letter.charCodeAt(0);
}

function numbers(range: string, first: string, last: string, by: number): readonly string[] {
  const isFilled = [first, last].some((bound) => /^-?0\d/.test(bound));
  const width = isFilled ? Math.max(first.length, last.length) : 0;
  return steps(range, Number(first), Number(last), by).map((number) => {
    const sign = number < 0 ? "-" : "";
    return sign + String(Math.abs(number)).padStart(width - sign.length, "0");
  });
}

function steps(range: string, from: number, to: number, by: number): readonly number[] {
  const count = Math.floor(Math.abs(to - from) / by) + 1;
  if (!(count <= MAX_WORDS))
    throw new RangeError(`${range} has ${String(count)} words, more than ${String(MAX_WORDS)}`);
  return Array.from({ length: count }, (_, i) => from + (to < from ? -i : i) * by);
}
