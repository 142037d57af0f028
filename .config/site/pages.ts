import { existsSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";

/** The root of the repository: pages are files of it, named by their path from here. */
export const root: string = join(import.meta.dirname, "..", "..");

/** The address of files that are not pages. */
export const REPOSITORY = "https://github.com/tensorloom/tensorloom";

/** Pages outside docs/, and their places on the site. Patterns have one name, the folder of the page. */
const MOVED: readonly (readonly [pattern: RegExp, route: string])[] = [
  [/^README\.md$/, "overview.md"],
  [/^CHANGELOG\.md$/, "changelog.md"],
  [/^CONTRIBUTING\.md$/, "contributing.md"],
  [/^SECURITY\.md$/, "security.md"],
  [/^docs\/README\.md$/, "contents.md"],
  [/^packages\/([^/]+)\/README\.md$/, "packages/$1.md"],
  [/^examples\/([^/]+)\/README\.md$/, "examples/$1.md"],
  [/^docs\/(.+)\/README\.md$/, "$1/index.md"],
  [/^docs\/(.+\.md)$/, "$1"],
];

/** Markdown files that the site leaves out. */
export const EXCLUDED: readonly string[] = [
  "packages/integration/**",
  "packages/*/!(README).md",
  "packages/*/*/**",
  "examples/*/!(README).md",
  "examples/*/*/**",
  "LICENSE.md",
  "out/**",
];

/** The place of a Markdown file on the site, such as `guides/data.md`, or undefined if it is not a page. */
export function routeOf(file: string): string | undefined {
  if (file.startsWith("packages/integration/")) return undefined;
  for (const [pattern, route] of MOVED) if (pattern.test(file)) return file.replace(pattern, route);
  return undefined;
}

/** The address of a page from the root of the site, such as `/guides/data`. */
export function addressOf(route: string): string {
  return `/${route.replace(/(^|\/)index\.md$/, "$1").replace(/\.md$/, "")}`;
}

/** Whether a path is a folder of the repository whose page lists what is in it. */
function pageOfFolder(path: string): string | undefined {
  return existsSync(join(root, path, "README.md")) ? posix.join(path, "README.md") : undefined;
}

/**
 * The address that a link in a page leads to: another page of the site, or the file in the repository.
 *
 * @param file - The page, by its path from the root of the repository.
 * @param link - A link as it is written: `../README.md#speed`. Links to other sites and within the page stay as they are.
 */
export function resolveLink(file: string, link: string): string {
  if (/^([a-z]+:|#|\/)/i.test(link)) return link;
  const [, target, hash] = /^([^#]*)(#.*)?$/.exec(link) ?? [];
  const path = posix.normalize(posix.join(posix.dirname(file), decodeURI(target))).replace(/\/$/, "");
  const page = path.endsWith(".md") ? path : pageOfFolder(path);
  const route = page === undefined ? undefined : routeOf(page);
  if (route !== undefined) return addressOf(route) + ((hash as string | undefined) ?? "");
  const kind = /\.[a-zA-Z]+$/.test(path) ? "blob" : "tree";
  return `${REPOSITORY}/${kind}/main/${path}${(hash as string | undefined) ?? ""}`;
}

/** The pages of a folder of docs/, sorted by their names, without its index. */
export function pagesIn(folder: string): readonly string[] {
  const path = join(root, "docs", folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .sort()
    .map((file) => posix.join("docs", folder, file));
}

/** The examples that have a page. */
export function examplesWithPages(): readonly string[] {
  return readdirSync(join(root, "examples")).filter((name) =>
    existsSync(join(root, "examples", name, "README.md")),
  );
}
