import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { type Exported, isInternal, packageEntries, packageExports } from "./packageEntries.ts";

const root = join(import.meta.dirname, "..", "..");
const { exported, checker } = packageExports();

/** A declaration with one of these tags has no page of its own. */
const EXCLUDING: ReadonlySet<string> = new Set(["internal", "hidden", "ignore", "inline", "private"]);

/** The part of TypeDoc's options that decides which names get a page. */
interface TypedocOptions {
  readonly intentionallyNotExported?: readonly string[];
  readonly exclude?: readonly string[];
  readonly entryPoints: readonly string[];
}

function typedocOptions(): TypedocOptions & {
  readonly projectDocuments: readonly string[];
  readonly packageOptions: TypedocOptions;
} {
  return JSON.parse(readFileSync(join(root, ".config/typedoc.json"), "utf8")) as ReturnType<
    typeof typedocOptions
  >; // typedoc's options
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
  it("are at most 600 over all entries", () => {
    expect(published.length).toBeLessThanOrEqual(600);
  });

  it("all have a page: none is excluded from the reference", () => {
    const excluded = published.filter((one) => tagsOf(one).some(({ name }) => EXCLUDING.has(name)));
    expect(excluded.map(nameOf)).toEqual([]);
    const { intentionallyNotExported = [], exclude = [], packageOptions } = typedocOptions();
    const names = new Set(published.map(({ name }) => name));
    const withoutPage = [
      ...intentionallyNotExported,
      ...(packageOptions.intentionallyNotExported ?? []),
    ].filter((one) => names.has(one.slice(one.lastIndexOf(":") + 1)));
    expect(withoutPage).toEqual([]);
    expect([...exclude, ...(packageOptions.exclude ?? [])]).toEqual([]);
  });
});

describe("the API reference", () => {
  it("has every guide and every entry of every package", () => {
    const { entryPoints, packageOptions, projectDocuments } = typedocOptions();
    expect(projectDocuments).toContain("../docs/guides/*.md");
    const packages = /^\.\.\/packages\/!\(integration\)$/; // all that are published, with one list of entries
    expect(entryPoints).toEqual([expect.stringMatching(packages)]);
    const patterns = packageOptions.entryPoints.map(
      (glob) => new RegExp(`^packages/[^/]+/${glob.replace(".", "\\.").replaceAll("@(", "(")}$`),
    );
    const missing = packageEntries().filter(
      ({ specifier, file }) => !isInternal(specifier) && !patterns.some((pattern) => pattern.test(file)),
    );
    expect(missing.map(({ specifier }) => specifier)).toEqual([]);
  });
});
