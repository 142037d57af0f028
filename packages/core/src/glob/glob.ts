import { expandRanges } from "./expandRanges.ts";
import { globSegment, hasGlob, literalStart } from "./globSegment.ts";

/** A parsed glob of names with slashes. */
export interface Glob {
  /** The literal start: every match begins with it, and a listing of it finds them all. */
  readonly prefix: string;
  /** Whether matches are in one folder, that of the prefix: only the last name has characters of a glob. */
  readonly isFlat: boolean;
  /** Whether a name matches. A name that starts with a dot matches only if its pattern does, too. */
  matches(name: string): boolean;
}

/** A test for one name, any number of folders, or everything below a folder. */
type Part = ((name: string) => boolean) | "**" | "all";

/**
 * Parses a glob of object names.
 *
 * `*` and `?` match characters within a name, `[abc]` one of them, `{a,b}` one of the words, `{00..15}` one of the
 * numbers, and `**` any number of folders. One character in brackets is that character, so `[[]` is a bracket. A
 * pattern without such characters matches itself, and one that ends with a slash everything below it.
 *
 * @param pattern - The name in its bucket or repository, without scheme: `"isic/train*.tfrec"`.
 * @throws RangeError if a range has too many words.
 * @example
 * ```ts
 * import { parseGlob } from "@tensorloom/core/internal";
 *
 * const glob = parseGlob("isic/train{00..15}-*.tfrec");
 * [glob.prefix, glob.matches("isic/train07-2071.tfrec")]; // => ["isic/train", true]
 * ```
 */
export function parseGlob(pattern: string): Glob {
  if (!hasGlob(pattern)) {
    const isFolder = pattern === "" || pattern.endsWith("/");
    return {
      prefix: pattern,
      isFlat: !isFolder,
      matches: (name) => (isFolder ? name.startsWith(pattern) : name === pattern),
    };
  }
  const texts = expandRanges(pattern).split("/");
  const last = texts.length - 1;
  const parts = texts.map((text, i) => (i === last && text === "" ? "all" : parsePart(text)));
  return {
    prefix: literalStart(pattern).start,
    isFlat:
      texts.slice(0, -1).every((text) => literalStart(text).isWhole) && !["**", ""].includes(texts[last]),
    matches: (name) => matchParts(name.split("/"), 0, parts, 0),
  };
}

function parsePart(text: string): Part {
  if (text === "**") return "**";
  const { start, isWhole } = literalStart(text);
  if (isWhole) return (name) => name === start;
  const expression = globSegment(text);
  return (name) => expression.test(name) && (start.startsWith(".") || !name.startsWith("."));
}

function matchParts(names: readonly string[], at: number, parts: readonly Part[], part: number): boolean {
  if (part === parts.length) return at === names.length;
  const test = parts[part];
  if (test === "all") return at < names.length;
  if (test !== "**")
    return at < names.length && test(names[at]) && matchParts(names, at + 1, parts, part + 1);
  const rest = names.slice(at);
  if (part === parts.length - 1) return rest.length > 0 && rest.every((name) => !name.startsWith(".")); // every file below
  if (matchParts(names, at, parts, part + 1)) return true;
  return rest.length > 0 && !rest[0].startsWith(".") && matchParts(names, at + 1, parts, part);
}
