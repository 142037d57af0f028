import { stageLabel } from "../pass/recipe.ts";
import type { Source } from "../source.ts";

/** Lists a source's stages with their sizes, one per line. If a stage has several parents, they are indented. */
export function describe(source: Source<unknown>): string {
  const lines = linesOf(source, "");
  const width = Math.max(...lines.map(([words]) => words.length));
  return lines.map(([words, size]) => `${words.padEnd(width)}  ${size}`).join("\n");
}

function linesOf(
  source: Source<unknown>,
  indent: string,
): readonly (readonly [words: string, size: string])[] {
  const { parents = [], size } = source;
  const inner = parents.length > 1 ? `${indent}  ` : indent;
  return [
    ...parents.flatMap((parent) => linesOf(parent, inner)),
    [indent + stageLabel(source), sizeInWords(size)],
  ];
}

function sizeInWords(size: number | undefined): string {
  if (size === undefined) return "unknown";
  return size === Infinity ? "endless" : String(size);
}
