import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");
const page = readFileSync(join(root, "docs/faq.md"), "utf8");

/** The sentences that the page explains: its headings in code. */
const sentences = [...page.matchAll(/^### `(.+)`$/gm)].map(([, sentence]) => sentence);

/** The source files, with each expression of a template as `…`, and texts that are added up as one. */
const sources = readdirSync(join(root, "packages"), { recursive: true, encoding: "utf8" })
  .filter((file) => /^[a-z]+\/src\/.*(?<!\.test)\.ts$/.test(file))
  .map((file) =>
    maskExpressions(readFileSync(join(root, "packages", file), "utf8"))
      .replaceAll(/["'`]\s*\+\s*["'`]/g, "")
      .replaceAll(/\\(["'`])/g, "$1"),
  );

/** Replaces `${…}`, with any braces inside, by `…`. */
function maskExpressions(code: string): string {
  const parts = code.split("${");
  return parts.map((part, at) => (at === 0 ? part : `…${afterBrace(part)}`)).join("");
}

function afterBrace(part: string): string {
  let depth = 1;
  for (let at = 0; at < part.length; at++) {
    if (part[at] === "{") depth++;
    if (part[at] === "}" && --depth === 0) return part.slice(at + 1);
  }
  return ""; // another expression begins inside of this one
}

/** Returns whether a source has the sentence: with the places of `…`, in one text. */
function isThrown(sentence: string): boolean {
  const pattern = sentence
    .replaceAll(/^… ?| ?…$/g, "")
    .split(/ ?… ?/)
    .map((piece) => piece.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("[^`\\n]{0,80}");
  return sources.some((source) => new RegExp(pattern).test(source));
}

describe("docs/faq.md", () => {
  it("explains many errors", () => {
    expect(sentences.length).toBeGreaterThan(25);
    expect(new Set(sentences).size).toBe(sentences.length);
  });

  it("would notice a sentence that no package throws", () => {
    expect(isThrown("shuffle: … has no random order")).toBe(false);
  });

  it.each(sentences)("quotes an error of the packages: %s", (sentence) => {
    expect(isThrown(sentence)).toBe(true);
  });
});
