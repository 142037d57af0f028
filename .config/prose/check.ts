import { OLD_NAMES } from "./oldNames.ts";
import { type Passage, passagesOfCode, passagesOfMarkdown } from "./passages.ts";
import { PHRASES } from "./phrases.ts";

/** A phrase or a name to replace. */
export interface Finding {
  readonly line: number;
  readonly found: string;
  readonly instead: string;
  /** The words around it. */
  readonly context: string;
}

/** Lists the phrases and the old names in the text of a file. */
export function checkProse(file: string, text: string): readonly Finding[] {
  if (file.endsWith(".md")) return passagesOfMarkdown(text).flatMap(phrasesIn);
  const { prose, identifiers } = passagesOfCode(text);
  const names = identifiers
    .filter((identifier) => OLD_NAMES.has(identifier.text))
    .map(({ text: found, line }) => ({ line, found, instead: "a word of docs/glossary.md", context: "" }));
  return [...prose.flatMap(phrasesIn), ...names].sort((a, b) => a.line - b.line);
}

function phrasesIn({ text, line }: Passage): readonly Finding[] {
  return PHRASES.flatMap(({ pattern, instead }) =>
    [...text.matchAll(pattern)].map((match) => ({
      line: line + text.slice(0, match.index).split("\n").length - 1,
      found: match[0].replace(/\s+/g, " "),
      instead,
      context: text
        .slice(Math.max(0, match.index - 40), match.index + match[0].length + 40)
        .replace(/\s+/g, " ")
        .trim(),
    })),
  );
}
