import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { describe, expect, it } from "vitest";
import { publishedPackages } from "../reference/publishedPackages.ts";
import { apiPage, documentedEntries } from "./apiPages.ts";
import { readContents } from "./contents.ts";
import { apiSidebar, guideSidebar, topBar } from "./navigation.ts";
import { addressOf, root, routeOf } from "./pages.ts";

const linksIn = (items: readonly DefaultTheme.SidebarItem[]): readonly string[] =>
  items.flatMap(({ link, items: below = [] }) => [...(link === undefined ? [] : [link]), ...linksIn(below)]);

/** The addresses of the Markdown files in docs/, without the reference. */
const pages = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".md") && !file.startsWith("api"))
  .map((file) => addressOf(routeOf(join("docs", file)) ?? ""));

describe("the sidebar", () => {
  const links = linksIn(guideSidebar());

  it("has every page of docs/ once", () => {
    expect(pages.filter((page) => page !== "/" && !links.includes(page))).toEqual([]);
    expect(links.filter((link, i) => links.indexOf(link) < i)).toEqual([]);
  });

  it("keeps the order of docs/README.md", () => {
    const listed = readContents().flatMap((section) =>
      section.pages.map(({ file }) => addressOf(routeOf(file) ?? "")),
    );
    expect(listed.length).toBeGreaterThan(30);
    expect(links.filter((link) => listed.includes(link))).toEqual(listed);
  });

  it("of the API has every package and entry", () => {
    const all = linksIn(apiSidebar());
    expect(all).toEqual(expect.arrayContaining(publishedPackages().map((name) => `/packages/${name}`)));
    expect(all).toEqual(
      expect.arrayContaining(documentedEntries().map(({ specifier }) => addressOf(apiPage(specifier)))),
    );
  });
});

describe("the bar", () => {
  it("leads to pages that exist", () => {
    const links = topBar().map((item) => ("link" in item ? item.link : ""));
    expect(links.filter((link) => link !== "/api/" && !pages.includes(link))).toEqual([]);
  });
});
