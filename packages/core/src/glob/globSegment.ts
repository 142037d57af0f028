const GLOB_CHARACTERS = /[*?[{]/;

/**
 * Whether a path or address has characters of a glob.
 *
 * @example
 * ```ts
 * import { hasGlob } from "@tensorloom/core/internal";
 *
 * [hasGlob("train*.tfrec"), hasGlob("train00.tfrec")]; // => [true, false]
 * ```
 */
export function hasGlob(pattern: string): boolean {
  return GLOB_CHARACTERS.test(pattern);
}

/** One character in brackets stands for itself, except the signs of negation. */
const LITERAL = /^\[([^!^\]/])\]$/;

/**
 * Returns a pattern for a name as it is: characters of a glob are put in brackets, as Python's `glob.escape` does.
 *
 * @example
 * ```ts
 * import { escapeGlob } from "@tensorloom/core/internal";
 *
 * escapeGlob("run[1]/a?"); // => "run[[]1]/a[?]"
 * ```
 */
export function escapeGlob(name: string): string {
  return name.replaceAll(/[*?[{]/g, "[$&]");
}

/** Reads a pattern up to its first wildcard: the name so far, and whether that is the whole pattern. */
export function literalStart(pattern: string): { readonly start: string; readonly isWhole: boolean } {
  let [start, at] = ["", 0];
  while (at < pattern.length) {
    const escaped = LITERAL.exec(pattern.slice(at, at + 3))?.[1];
    if (escaped === undefined && GLOB_CHARACTERS.test(pattern[at])) break;
    start += escaped ?? pattern[at];
    at += escaped === undefined ? 1 : 3;
  }
  return { start, isWhole: at === pattern.length };
}

/**
 * Returns the regular expression of one name of a glob. It matches no slash.
 *
 * @param pattern - A name with `*`, `?`, `[abc]`, `[!abc]` or `{a,b}`; ranges such as `{00..15}` are expanded before.
 * @example
 * ```ts
 * import { globSegment } from "@tensorloom/core/internal";
 *
 * globSegment("train{00,01}-*.tfrec").test("train01-2071.tfrec"); // => true
 * ```
 */
export function globSegment(pattern: string): RegExp {
  let source = "";
  let depth = 0;
  for (let i = 0; i < pattern.length; i++) {
    const character = pattern[i];
    const close = character === "[" ? pattern.indexOf("]", i + 2) : -1;
    if (close > 0) {
      const set = pattern
        .slice(i + 1, close)
        .replace(/^!/, "^")
        .replaceAll("\\", "\\\\");
      source += `[${set}]`;
      i = close;
    } else if (character === "*") source += "[^/]*";
    else if (character === "?") source += "[^/]";
    else if (character === "{" && pattern.includes("}", i)) [source, depth] = [`${source}(?:`, depth + 1];
    else if (character === "," && depth > 0) source += "|";
    else if (character === "}" && depth > 0) [source, depth] = [`${source})`, depth - 1];
    else source += character.replaceAll(/[.+^${}()|[\]\\]/g, "\\$&");
  }
  return new RegExp(`^${source}$`);
}
