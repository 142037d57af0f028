import type { Section } from "../sections/section.ts";
import { markup, type Markup, scriptJson, scriptSource } from "../text/markup.ts";
import { packFigure } from "./packFigure.ts";
import { PAGE_SCRIPT } from "./pageScript.ts";
import { STYLE } from "./style.ts";

/** The content of the page. */
export interface PageContent {
  readonly title: string;
  readonly description: string | undefined;
  /** When and by whom it was made, in a line. */
  readonly made: string;
  readonly sections: readonly Section[];
  /** The numbers of the report, which programs may read beside the figures. */
  readonly numbers: object;
  /** The programs that draw: D3 and Observable Plot. */
  readonly scripts: readonly string[];
}

/**
 * The whole page, as text.
 *
 * Its content security policy lets it run the scripts that it was made with, by their hashes, and ask the network for
 * nothing.
 */
export async function pageDocument({
  title,
  description,
  made,
  sections,
  numbers,
  scripts,
}: PageContent): Promise<string> {
  const figures = sections.flatMap((section) => section.figures.map(packFigure));
  const programs = (figures.length === 0 ? [] : [...scripts, PAGE_SCRIPT]).map(scriptSource);
  const hashes = await Promise.all(programs.map(hashOf));
  const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src ${hashes.join(" ") || "'none'"}; base-uri 'none'; form-action 'none'`;
  const page = markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ html: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${{ html: STYLE }}</style>
</head>
<body>
<div class="page">
<header>
<h1>${title}</h1>
${description === undefined ? markup`` : markup`<p class="lead">${description}</p>`}
${made === "" ? markup`` : markup`<p class="made">${made}</p>`}
</header>
<nav aria-label="Sections"><ul>${links(sections)}</ul></nav>
<main>
${sections.map(sectionMarkup)}</main>
<noscript><p class="note">Figures need JavaScript; their data are in the tables below them.</p></noscript>
<footer>Made by Tensorloom. This file is complete: it opens without a network.</footer>
</div>
<script type="application/json" id="report-data">${scriptJson({ ...numbers, figures })}</script>
${programs.map(
  (program) => markup`<script>${program}</script>
`,
)}</body>
</html>
`;
  return page.html;
}

/** A link to each section. Of those that belong together, the first one has it. */
function links(sections: readonly Section[]): readonly Markup[] {
  const texts = sections.map(({ title, link = title }) => link);
  return sections.flatMap(({ id }, at) =>
    texts[at] === texts[at - 1] ? [] : [markup`<li><a href="#${id}">${texts[at]}</a></li>`],
  );
}

function sectionMarkup({ id, title, body }: Section): Markup {
  return markup`<section id="${id}" aria-labelledby="title-${id}">
<h2 id="title-${id}">${title}</h2>
${body}
</section>
`;
}

/** The hash of a script, as a content security policy names it. */
async function hashOf({ html }: Markup): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(html));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
