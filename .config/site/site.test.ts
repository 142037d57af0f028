import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, it } from "vitest";
import { base, site, siteFiles, sitePages } from "./files.ts";

/** The site as `npm run docs` has written it: every page, without a browser. */
const pages = sitePages();
const files = new Set(siteFiles());
const idsOf = new Map(pages.map(({ file, ids }) => [file, ids]));
const isOther = (address: string): boolean => /^[a-z]+:/i.test(address);

/** The file and the anchor that an address in a page leads to. */
function targetOf(from: string, address: string): { file: string; anchor: string } {
  const [, path, anchor] = /^([^#?]*)(?:\?[^#]*)?#?(.*)$/.exec(decodeURI(address)) ?? ["", "", ""];
  const inSite = path.startsWith(base) ? path.slice(base.length) : `outside of ${base}: ${path}`;
  const file = path.startsWith("/") ? inSite : path === "" ? from : posix.join(posix.dirname(from), path);
  return { file: /(^|\/)$/.test(file) ? `${file}index.html` : file, anchor };
}

const problems = (find: (page: (typeof pages)[number]) => readonly string[]): readonly string[] =>
  pages.flatMap((page) => find(page).map((problem) => `${page.file}: ${problem}`));

/** The elements of a page, without scripts, and without what VitePress puts around the text. */
const mainOf = (html: string): string => /<main[^>]*>([^]*)<\/main>/.exec(html)?.[1] ?? html;

describe("the pages of the site", () => {
  it("are found", () => {
    expect(pages.length).toBeGreaterThan(100);
    expect(files).toContain("index.html");
  });

  it("link only pages and files that exist", () => {
    const broken = problems(({ file, references }) =>
      references.filter((one) => one !== "" && !isOther(one) && !files.has(targetOf(file, one).file)),
    );
    expect(broken).toEqual([]);
  });

  it("link only anchors that exist", () => {
    const broken = problems(({ file, references }) =>
      references.filter((one) => {
        if (isOther(one)) return false;
        const { file: target, anchor } = targetOf(file, one);
        const ids = idsOf.get(target);
        return anchor !== "" && ids !== undefined && !ids.has(anchor);
      }),
    );
    expect(broken).toEqual([]);
  });

  it("can all be reached from the first one", () => {
    const reached = new Set(["index.html"]);
    for (const file of reached)
      for (const address of pages.find((page) => page.file === file)?.references ?? [])
        if (!isOther(address) && idsOf.has(targetOf(file, address).file))
          reached.add(targetOf(file, address).file);
    const lost = pages.map(({ file }) => file).filter((file) => file !== "404.html" && !reached.has(file));
    expect(lost).toEqual([]);
  });

  it("load nothing from another server", () => {
    const loaded = problems(({ html }) =>
      [
        ...html.matchAll(
          /<(?:link|script|img|iframe|source)\b[^>]*?\s(?:href|src)="((?:https?:)?\/\/[^"]*)"/g,
        ),
      ].map(([, url]) => url),
    );
    const styles = [...files]
      .filter((file) => file.endsWith(".css"))
      .flatMap(
        (file) =>
          readFileSync(join(site, file), "utf8").match(/(?:url\(|@import )["']?(?:https?:)?\/\/[^)]*/g) ?? [],
      );
    expect([...loaded, ...styles]).toEqual([]);
  });
});

describe("each page", () => {
  it("has one h1, a title, a description and a language", () => {
    const lacking = problems(({ file, html }) => {
      const count = (pattern: RegExp): number => [...html.matchAll(pattern)].length;
      return [
        ...(count(/<h1[ >]/g) === 1 ? [] : [`${String(count(/<h1[ >]/g))} h1`]),
        ...(/<title>[^<]{3,}<\/title>/.test(html) ? [] : ["no title"]),
        ...(/<meta name="description" content="[^"]{20,}"/.test(html) ? [] : ["no description"]),
        ...(html.includes('<html lang="en"') ? [] : ["no language"]),
      ].filter(() => file !== "404.html");
    });
    expect(lacking).toEqual([]);
  });

  it("has headings that skip no level", () => {
    const skipping = problems(({ html }) => {
      const levels = [...mainOf(html).matchAll(/<h([1-6])[ >]/g)].map(([, level]) => Number(level));
      const at = levels.findIndex((level, i) => level > (levels[i - 1] ?? 0) + 1);
      return at < 0 ? [] : [`heading ${String(at + 1)} is h${String(levels[at])}`];
    });
    expect(skipping).toEqual([]);
  });

  it("describes its images", () => {
    const silent = problems(({ html }) =>
      [...mainOf(html).matchAll(/<img\b(?![^>]*\blogo\b)[^>]*>/g)]
        .map(([image]) => image)
        .filter((image) => !/\salt="[^"]{10,}"/.test(image)),
    );
    expect(silent).toEqual([]);
  });

  it("shows diagrams as pictures, and no text of Mermaid", () => {
    expect(pages.filter(({ html }) => html.includes("language-mermaid")).map(({ file }) => file)).toEqual([]);
    expect(pages.find(({ file }) => file === "architecture.html")?.html).toContain('<svg role="img"');
  });
});
