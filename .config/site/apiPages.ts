import { type Entry, isInternal, packageEntries } from "../reference/packageEntries.ts";

/** The page of an entry, by its place on the site: that of `@tensorloom/data/node` is `api/data/node.md`. */
export function apiPage(specifier: string): string {
  return `${specifier.replace("@tensorloom/", "api/")}.md`;
}

/** The entries that have a page: all that programs may import. */
export function documentedEntries(): readonly Entry[] {
  return packageEntries().filter(({ specifier }) => !isInternal(specifier));
}
