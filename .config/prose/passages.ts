import ts from "typescript";

/** A piece of prose in a file and the line on which it begins, counted from 1. */
export interface Passage {
  readonly text: string;
  readonly line: number;
}

/** Comments and strings of a TypeScript or JavaScript file, and its identifiers. */
export function passagesOfCode(text: string): { prose: readonly Passage[]; identifiers: readonly Passage[] } {
  const source = ts.createSourceFile("file.ts", text, ts.ScriptTarget.Latest, true);
  const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line + 1;
  const prose: Passage[] = [];
  const identifiers: Passage[] = [];
  const seen = new Set<number>();
  const comments = (ranges: readonly ts.CommentRange[] | undefined): void => {
    for (const { pos, end } of ranges ?? []) {
      if (seen.has(pos)) continue;
      seen.add(pos);
      prose.push({ text: withoutCode(commentText(text.slice(pos, end))), line: lineAt(pos) });
    }
  };
  const visit = (node: ts.Node): void => {
    comments(ts.getLeadingCommentRanges(text, node.pos));
    comments(ts.getTrailingCommentRanges(text, node.end));
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node))
      identifiers.push({ text: node.text.replace(/^#/, ""), line: lineAt(node.getStart()) });
    const written =
      ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node);
    if (written && /[a-z] |\s[a-z]/i.test(node.text))
      prose.push({ text: node.text, line: lineAt(node.getStart()) });
    for (const child of node.getChildren(source)) visit(child);
  };
  visit(source);
  return { prose, identifiers };
}

/** A Markdown page without its code. */
export function passagesOfMarkdown(text: string): readonly Passage[] {
  return [{ text: withoutCode(text), line: 1 }];
}

function commentText(comment: string): string {
  return comment.replace(/^\/\*+|\*\/$/g, "").replace(/^[ \t]*(\*|\/\/) ?/gm, "");
}

/** Blanks code blocks, code spans, links' targets and quotations, and keeps the lines. */
function withoutCode(text: string): string {
  const blank = (found: string): string => found.replace(/[^\n]/g, " ");
  return text
    .replace(/^ *```[^]*?^ *```/gm, blank)
    .replace(/`[^`\n]*`/g, blank)
    .replace(/\]\([^)\s]*\)/g, blank)
    .replace(/https?:\S+/g, blank);
}
