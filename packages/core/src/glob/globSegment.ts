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
