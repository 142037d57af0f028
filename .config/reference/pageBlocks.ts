import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

const root = join(import.meta.dirname, "..", "..");

/** A block of code of a page or a doc comment. */
export interface Block {
  /** `run`: it is run; `show`: it is only shown (`ts no-run`); `file`: the page asks its reader to save it (`ts NAME.ts`). */
  readonly use: "run" | "show" | "file";
  readonly code: string;
  /** The line of the file with the code's first line, from 1. */
  readonly line: number;
}

/** The blocks that one reader sees in order: those of a page, or of one doc comment. */
export interface Page {
  /** From the root. */
  readonly file: string;
  readonly blocks: readonly Block[];
}

/** Every page and every doc comment that has blocks of TypeScript. */
export function pagesWithBlocks(): readonly Page[] {
  const markdown = [
    join(root, "README.md"),
    ...["docs", "packages", "examples"].flatMap((place) => filesBelow(place, ".md")),
  ].filter((file) => !file.includes("/api/") && !file.endsWith("CHANGELOG.md"));
  const sources = filesBelow("packages", ".ts").filter(
    (file) => file.includes("/src/") && !file.endsWith(".test.ts"),
  );
  return [...markdown.map((file) => pageOf(file)), ...sources.flatMap(pagesOfComments)].filter(
    ({ blocks }) => blocks.length > 0,
  );
}

function filesBelow(place: string, ending: string): readonly string[] {
  return readdirSync(join(root, place), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ending) && !/(^|\/)(node_modules|dist)\//.test(file))
    .map((file) => join(root, place, file));
}

function pageOf(file: string): Page {
  return { file: relative(root, file), blocks: blocksOf(readFileSync(file, "utf8"), 1) };
}

function pagesOfComments(file: string): readonly Page[] {
  const source = readFileSync(file, "utf8");
  return [...source.matchAll(/\/\*\*[\s\S]*?\*\//g)].map((comment) => {
    const text = comment[0].replaceAll(/^[ \t]*\* ?/gm, "");
    return {
      file: relative(root, file),
      blocks: blocksOf(text, source.slice(0, comment.index).split("\n").length),
    };
  });
}

/** @param first - The line of the file with the text's first line. */
function blocksOf(text: string, first: number): readonly Block[] {
  return [...text.matchAll(/^```ts(?: (no-run|[\w/-]+\.ts))?\n([\s\S]*?)^```/gm)].map((found) => ({
    use: found.at(1) === undefined ? "run" : found[1] === "no-run" ? "show" : "file",
    code: found[2],
    line: first + text.slice(0, found.index).split("\n").length,
  }));
}
