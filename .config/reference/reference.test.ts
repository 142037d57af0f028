import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { apiPage, documentedEntries } from "../site/apiPages.ts";
import { type Exported, isInternal, packageEntries, packageExports } from "./packageEntries.ts";
import { UMBRELLA } from "./publishedPackages.ts";

const root = join(import.meta.dirname, "..", "..");
const { exported, checker } = packageExports();

/** A declaration with one of these tags has no page of its own. */
const EXCLUDING: ReadonlySet<string> = new Set(["internal", "hidden", "ignore", "inline", "private"]);

/** The part of TypeDoc's options that decides which names get a page. */
interface TypedocOptions {
  readonly intentionallyNotExported?: readonly string[];
  readonly exclude?: readonly string[];
}

function typedocOptions(): TypedocOptions {
  return JSON.parse(readFileSync(join(root, ".config/typedoc.json"), "utf8")) as TypedocOptions; // typedoc's options
}

/** The names that programs may use: functions, classes, constants, interfaces and type aliases. */
const published = exported.filter(({ specifier }) => !isInternal(specifier));

/** These, and the values of internal entries, which our own packages call. */
const documented = exported.filter(
  ({ specifier, symbol }) => !isInternal(specifier) || symbol.flags & ts.SymbolFlags.Value,
);

const nameOf = ({ specifier, name }: Exported): string => `${specifier} ${name}`;

const tagsOf = ({ symbol }: Exported): readonly ts.JSDocTagInfo[] => symbol.getJsDocTags(checker);

describe("every exported value and every public type", () => {
  it("is found", () => {
    const isValue = ({ symbol }: Exported): boolean => (symbol.flags & ts.SymbolFlags.Value) !== 0;
    expect(exported.filter(isValue).length).toBeGreaterThan(250);
    expect(published.filter((one) => !isValue(one)).length).toBeGreaterThan(80);
  });

  it("has a doc comment that starts with a sentence", () => {
    const without = documented.filter(({ symbol }) => {
      const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
      return !/^[A-Z`][^]*?[.:](\s|$)/.test(text);
    });
    expect(without.map(nameOf)).toEqual([]);
  });

  it("has an example", () => {
    const without = documented.filter(
      (one) =>
        !tagsOf(one).some(
          ({ name, text }) =>
            name === "example" && /^```ts( no-run)?\n[^]+?^```$/m.test(ts.displayPartsToString(text)),
        ),
    );
    expect(without.map(nameOf)).toEqual([]);
  });
});

describe("the public names", () => {
  it("are at most 680 over all entries", () => {
    expect(published.length).toBeLessThanOrEqual(680);
  });

  it("all have a page: none is excluded from the reference", () => {
    const excluded = published.filter((one) => tagsOf(one).some(({ name }) => EXCLUDING.has(name)));
    expect(excluded.map(nameOf)).toEqual([]);
    const { intentionallyNotExported = [], exclude = [] } = typedocOptions();
    const names = new Set(published.map(({ name }) => name));
    const withoutPage = intentionallyNotExported.filter((one) =>
      names.has(one.slice(one.lastIndexOf(":") + 1)),
    );
    expect(withoutPage).toEqual([]);
    expect(exclude).toEqual([]);
  });
});

describe("the package tensorloom", () => {
  const specifiers = [...new Set(published.map(({ specifier }) => specifier))];
  const needsNode = (specifier: string): boolean =>
    specifier.endsWith("/node") || specifier === "@tensorloom/mpi";

  it.each([
    ["index.ts", specifiers.filter((one) => one.split("/").length === 2 && !needsNode(one))],
    ["node.ts", specifiers.filter(needsNode)],
  ])("re-exports every name of %s once, those of two packages explicitly", (file, entries) => {
    const text = readFileSync(join(root, "packages", UMBRELLA, "src", file), "utf8");
    const listed = [...text.matchAll(/^export \* from "(.+)";$/gm)].map(([, one]) => one);
    expect(listed).toEqual([...entries].sort());
    const owners = new Map<string, ts.Symbol>();
    const twice = published.filter(({ specifier, name, symbol }) => {
      if (!entries.includes(specifier)) return false;
      const before = owners.get(name);
      owners.set(name, symbol);
      return before !== undefined && before !== symbol;
    });
    const resolved = [...text.matchAll(/^export \{ (\w+) as \w+ \} from "(.+)";$/gm)];
    expect(twice.map(nameOf)).toEqual(resolved.map(([, name, specifier]) => `${specifier} ${name}`));
  });
});

describe("the API reference", () => {
  it("has every entry of every package", () => {
    const pages = documentedEntries().map(({ specifier }) => apiPage(specifier));
    expect(new Set(pages).size).toBe(pages.length);
    const missing = packageEntries().filter(
      ({ specifier }) => !isInternal(specifier) && !pages.includes(apiPage(specifier)),
    );
    expect(missing.map(({ specifier }) => specifier)).toEqual([]);
  });
});
