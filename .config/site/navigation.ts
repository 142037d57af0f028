import type { DefaultTheme } from "vitepress";
import { publishedPackages } from "../reference/publishedPackages.ts";
import { apiPage, documentedEntries } from "./apiPages.ts";
import { readContents, type Section, titleOf } from "./contents.ts";
import { addressOf, examplesWithPages, pagesIn, routeOf } from "./pages.ts";

type Item = DefaultTheme.SidebarItem;

const linkTo = (file: string): string => addressOf(routeOf(file) ?? file);
const itemOf = (file: string): Item => ({
  text: file === "README.md" ? "Overview" : titleOf(file),
  link: linkTo(file),
});

/** Folders of docs/ whose pages are listed by their names if docs/README.md does not list them itself. */
const FOLDERS: readonly (readonly [folder: string, title: string])[] = [
  ["tutorials", "Tutorials"],
  ["recipes", "Recipes"],
  ["migration", "Migration"],
];

/**
 * The sidebar of all pages but those of the API: the contents in docs/README.md, and then the decisions.
 *
 * Pages of docs/ itself that are not listed follow the first section, and folders that are not listed have their own.
 */
export function guideSidebar(): Item[] {
  const [first, ...sections] = readContents();
  const listed = new Set([first, ...sections].flatMap(filesIn));
  const isMissing = (file: string): boolean => !listed.has(file) && file !== "docs/index.md";
  const folders = FOLDERS.map(([folder, title]) => ({ title, pages: pagesIn(folder).filter(isMissing) }));
  const others = pagesIn(".").filter(isMissing);
  return [
    {
      text: first.title,
      collapsed: false,
      items: [...first.pages.map(({ file }) => file), ...others].map(itemOf),
    },
    ...folders
      .filter(({ pages }) => pages.length > 0)
      .map(({ title, pages }) => ({ text: title, collapsed: false, items: pages.map(itemOf) })),
    ...sections.map(groupOf),
    { text: "Project", collapsed: true, items: PROJECT.filter((file) => !listed.has(file)).map(itemOf) },
    { text: "Decisions", collapsed: true, items: pagesIn("decisions").map(itemOf) },
  ];
}

/** Pages about the project. Those that docs/README.md lists are there already. */
const PROJECT = [
  "CHANGELOG.md",
  "SECURITY.md",
  "docs/README.md",
  ...examplesWithPages().map((name) => `examples/${name}/README.md`),
];

const filesIn = ({ pages, sections }: Section): readonly string[] => [
  ...pages.map(({ file }) => file),
  ...sections.flatMap(filesIn),
];

function groupOf({ title, pages, sections }: Section): Item {
  const items = [...pages.map(({ file }) => itemOf(file)), ...sections.map(groupOf)];
  return { text: title, collapsed: false, items };
}

/** The sidebar of the API: a group per package with all its entries. */
export function apiSidebar(): Item[] {
  const entries = documentedEntries();
  const packages = publishedPackages().map((name) => ({
    text: name,
    link: linkTo(`packages/${name}/README.md`),
    collapsed: true,
    items: entries
      .filter(({ specifier }) => specifier.split("/")[1] === name)
      .map(({ specifier }) => ({
        text: specifier.replace("@tensorloom/", ""),
        link: addressOf(apiPage(specifier)),
      })),
  }));
  return [{ text: "API", link: "/api/", items: packages }];
}

/** The bar at the top of each page. A section that has no page yet is left out. */
export function topBar(): DefaultTheme.NavItem[] {
  const first = (folder: string): string | undefined => pagesIn(folder).map(linkTo)[0];
  const start = linkTo(
    pagesIn("tutorials").find((page) => page.includes("your-own")) ?? "docs/guides/your-own-pictures.md",
  );
  const migration = first("migration");
  return [
    { text: "Tutorials", link: start, activeMatch: "^/tutorials/" },
    { text: "Guides", link: linkTo("docs/guides/data.md"), activeMatch: "^/guides/" },
    { text: "API", link: "/api/", activeMatch: "^/api/" },
    ...(migration === undefined ? [] : [{ text: "Migration", link: migration, activeMatch: "^/migration/" }]),
    { text: "Try it", link: "/app" },
    { text: "Benchmarks", link: "/benchmarks" },
  ];
}
