import { expandRanges } from "@tensorloom/core/internal";

/** The most addresses of one pattern. */
const MAX_ADDRESSES = 100_000;

/**
 * Expands the braces of an address, as a shell does: `a{1,2}` becomes `a1` and `a2`. They may be nested.
 *
 * @throws RangeError if there are more than 100,000 addresses.
 */
export function expandBraces(pattern: string): readonly string[] {
  const expanded = expand(expandRanges(pattern));
  if (expanded.length > MAX_ADDRESSES)
    throw new RangeError(`${pattern} has more than ${String(MAX_ADDRESSES)} addresses`);
  return expanded;
}

function expand(text: string, from = 0): readonly string[] {
  const start = text.indexOf("{", from);
  const words = start < 0 ? undefined : wordsAt(text, start);
  if (words === undefined) return [text];
  const end = start + words.join(",").length + 2;
  if (words.length === 1) return expand(text, start + 1); // without a comma, braces are letters
  const tails = expand(text.slice(end));
  const heads = words.flatMap((word) => expand(word)).map((word) => `${text.slice(0, start)}${word}`);
  if (heads.length * tails.length > 2 * MAX_ADDRESSES)
    return Array.from({ length: MAX_ADDRESSES + 1 }, () => "");
  return heads.flatMap((head) => tails.map((tail) => `${head}${tail}`));
}

/** The words between a brace and the one that closes it, without the commas between them; undefined if none does. */
function wordsAt(text: string, start: number): readonly string[] | undefined {
  const words: string[] = [];
  let [depth, from] = [0, start + 1];
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === "{") depth += 1;
    else if (depth > 0) depth -= character === "}" ? 1 : 0;
    else if (character === "," || character === "}") {
      words.push(text.slice(from, at));
      from = at + 1;
      if (character === "}") return words;
    }
  }
  return undefined;
}
