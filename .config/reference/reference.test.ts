import { readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, it } from "vitest";
import { isInternal, packageEntries, packageExports } from "./packageEntries.ts";

const root = join(import.meta.dirname, "..", "..");
const { exported, checker } = packageExports();

/** Functions, classes and constants: what a program can use, and not only name. */
const values = exported.filter(({ symbol }) => symbol.flags & ts.SymbolFlags.Value);

const nameOf = ({ specifier, name }: (typeof values)[number]): string => `${specifier} ${name}`;

describe("every exported value", () => {
  it("is found", () => {
    expect(values.length).toBeGreaterThan(250);
  });

  it("has a doc comment that starts with a sentence", () => {
    const without = values.filter(({ symbol }) => {
      const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
      return !/^[A-Z`][^]*?[.:](\s|$)/.test(text);
    });
    expect(without.map(nameOf)).toEqual([]);
  });

  it("has an example", () => {
    const without = values.filter(
      ({ symbol }) =>
        !symbol
          .getJsDocTags(checker)
          .some(
            ({ name, text }) =>
              name === "example" && /^```ts( no-run)?\n[^]+?^```$/m.test(ts.displayPartsToString(text)),
          ),
    );
    expect(without.map(nameOf)).toEqual([]);
  });
});

describe("the API reference", () => {
  it("has every guide and every entry of every package", () => {
    const { entryPoints, packageOptions, projectDocuments } = JSON.parse(
      readFileSync(join(root, ".config/typedoc.json"), "utf8"),
    ) as {
      entryPoints: readonly string[];
      projectDocuments: readonly string[];
      packageOptions: { entryPoints: readonly string[] };
    }; // typedoc's options
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
