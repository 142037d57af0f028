import type { MarkdownOptions } from "vitepress";
import { drawDiagram } from "./diagrams.ts";
import { resolveLink } from "./pages.ts";
import { slug } from "./slug.ts";

type Markdown = Parameters<NonNullable<MarkdownOptions["config"]>>[0];

/** What VitePress says about the page that is being rendered. `realPath` is set if the page has moved. */
interface PageEnvironment {
  readonly path: string;
  readonly realPath?: string;
  readonly relativePath: string;
}

/** How the pages of docs/ become pages of the site, while they read well on GitHub as they are. */
export function markdownOptions(srcDir: string): MarkdownOptions {
  return {
    theme: { light: "github-light-high-contrast", dark: "github-dark-high-contrast" },
    anchor: { slugify: slug },
    config: (md) => {
      addDiagrams(md);
      makeFences(md);
      resolveLinks(md, srcDir);
      makeTablesReachable(md);
    },
  };
}

/** Fences of `mermaid` become pictures. */
function addDiagrams(md: Markdown): void {
  const fence = md.renderer.rules.fence?.bind(md.renderer.rules);
  md.renderer.rules.fence = (tokens, at, options, env, self) => {
    if (tokens[at].info.trim() !== "mermaid") return fence?.(tokens, at, options, env, self) ?? "";
    const picture = drawDiagram(tokens[at].content, `diagram-${String(at)}`);
    return `<div class="diagram" tabindex="0" v-pre>${picture}</div>\n`;
  };
}

/** Indented blocks are commands: they get the colours and the copy button of fences. */
function makeFences(md: Markdown): void {
  md.core.ruler.push("site-fences", ({ tokens }) => {
    for (const token of tokens)
      if (token.type === "code_block")
        Object.assign(token, { type: "fence", info: "sh", tag: "code", markup: "```" });
  });
}

/** Links to Markdown files lead to their pages, and links to other files into the repository; code is no template. */
function resolveLinks(md: Markdown, srcDir: string): void {
  md.core.ruler.push("site-links", ({ tokens, env }) => {
    const { path, realPath } = env as PageEnvironment; // VitePress's
    const file = ((realPath ?? path) as string | undefined)?.replace(`${srcDir}/`, "");
    for (const { children } of tokens)
      for (const token of children ?? []) {
        if (token.type === "code_inline") token.attrSet("v-pre", ""); // "{{" is text
        const href = token.type === "link_open" ? token.attrGet("href") : null;
        if (href !== null && file !== undefined) token.attrSet("href", resolveLink(file, href));
      }
  });
}

/** A table that is wider than the page can be scrolled with the keyboard, and is called by its heading. */
function makeTablesReachable(md: Markdown): void {
  md.renderer.rules["table_open"] = () => `<div class="table" tabindex="0"><table>\n`;
  md.renderer.rules["table_close"] = () => `</table></div>\n`;
}
