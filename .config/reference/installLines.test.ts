import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { programPages } from "./programPages.ts";

const root = join(import.meta.dirname, "..", "..");

/** The packages that a page's programs import: `@tensorloom/data` of `@tensorloom/data/node`. */
function importedPackages(page: string): readonly string[] {
  const code = [...page.matchAll(/^```ts.*\n([^]*?)^```$/gm)].map(([, text]) => text).join("\n");
  const specifiers = [...code.matchAll(/ from "([^".][^"]*)"/g)].map(([, specifier]) => specifier);
  const packages = specifiers
    .filter((specifier) => !specifier.startsWith("node:"))
    .map((specifier) =>
      specifier
        .split("/")
        .slice(0, specifier.startsWith("@") ? 2 : 1)
        .join("/"),
    );
  return [...new Set(packages)].sort();
}

/** The packages of a page's indented `npm install` commands. */
function installedPackages(page: string): ReadonlySet<string> {
  const commands = page.replaceAll(/ \\\n\s+/g, " ").matchAll(/^ {4}npm install (.*)$/gm);
  return new Set([...commands].flatMap(([, names]) => names.split(" ")));
}

describe("a tutorial", () => {
  const tutorials = programPages().filter((page) => page.startsWith("docs/tutorials/"));
  it.each(tutorials)("%s installs what it imports", (file) => {
    const page = readFileSync(join(root, file), "utf8");
    const installed = installedPackages(page);
    const imported = importedPackages(page);
    expect(imported.length).toBeGreaterThan(0);
    expect(imported.filter((name) => !installed.has(name))).toEqual([]);
  });
});
